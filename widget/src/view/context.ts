import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import type { Coach } from "../coach";

interface Context {
  coach: Coach;
  title: string;
  /** Says something to a screen reader. */
  announce: (text: string) => void;
  /** Puts a text into the composer for the person to go on with. */
  draft: (text: string) => void;
  focusComposer: () => void;
}

export const WidgetContext = createContext<Context>(null as unknown as Context);
export const useWidget = (): Context => useContext(WidgetContext);

/** The state of the coach; the view is drawn again when it changes. */
export function useCoachState(coach: Coach) {
  const [, redraw] = useReducer((count: number, _: number) => count + 1, 0);
  useEffect(() => coach.watch(() => redraw(0)), [coach]);
  return coach.state;
}
