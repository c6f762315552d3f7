/** The conversation as the widget holds it; every change is a pure function. */

export interface Button {
  title: string;
  payload: string;
}

export interface Source {
  title: string;
  section: string;
  as_of?: number | string;
  url?: string;
  org?: string;
}

export type StepStatus = "open" | "done" | "skipped";

export interface Step {
  id: string;
  title: string;
  why?: string;
  done_when?: string;
  source?: string | Source;
  status: StepStatus;
}

export interface Phase {
  id: string;
  title: string;
  steps: Step[];
}

export interface Plan {
  phases: Phase[];
  done: number;
  total: number;
}

export interface Metadata {
  kind?: string;
  reason?: string;
  facts?: string[];
  sources?: Source[];
  because?: string[];
  missing?: string[];
  plan?: Plan;
  picture?: { kind: string; title: string; items: string[] };
  interview?: { step: number; of: number };
  files?: { label: string; path: string }[];
}

/** How far a message of the person has come; once it is answered it has no state. */
export type SendState = "waiting" | "sent" | "failed";

export interface Message {
  id: string;
  from: "me" | "coach";
  at: number;
  text: string;
  /** The message this one answers. */
  re?: string;
  payload?: string;
  state?: SendState;
  /** Why it failed: a sentence of the coach, or the name of a text. */
  note?: string;
  again?: boolean;
  buttons?: Button[];
  metadata?: Metadata;
}

/** Reasons for which the same message may work a little later. */
const PASSING = ["too_fast", "failed", "not_kept"];

export const unanswered = (messages: readonly Message[]): Message[] =>
  messages.filter((message) => message.state === "waiting" || message.state === "sent");

/** Adds a message of the person, once. */
export function withMine(messages: readonly Message[], message: Message): Message[] {
  return messages.some(({ id }) => id === message.id) ? [...messages] : [...messages, message];
}

export function withState(messages: readonly Message[], id: string, state: SendState | undefined, note?: string, again = false): Message[] {
  return messages.map((message) => (message.id === id ? { ...message, state, note, again } : message));
}

/** Adds what the coach said, behind the message it answers, once. A failure is shown with that message instead. */
export function withReply(messages: readonly Message[], reply: Message): Message[] {
  const { kind, reason } = reply.metadata ?? {};
  if (kind === "failure" && messages.some(({ id }) => id === reply.re))
    return withState(messages, reply.re!, "failed", reply.text, PASSING.includes(reason ?? ""));
  if (kind === "forgotten") return [reply];
  const answered = messages.map((message) => (message.id === reply.re && message.state !== "failed" ? { ...message, state: undefined } : message));
  if (answered.some(({ id }) => id === reply.id)) return answered;
  let place = answered.length;
  while (place > 0 && answered[place - 1]!.re !== reply.re && answered[place - 1]!.id !== reply.re) place--;
  return place === 0 ? [...answered, reply] : [...answered.slice(0, place), reply, ...answered.slice(place)];
}

/** What the server kept, and behind it what has not arrived there. */
export function restored(messages: readonly Message[], kept: readonly Message[]): Message[] {
  const known = new Set(kept.map(({ id }) => id));
  return [...kept, ...messages.filter((message) => message.state && !known.has(message.id))];
}

/** Which of a message's buttons was used: the one whose choice follows it. */
export function chosen(messages: readonly Message[], index: number): string | undefined {
  const offered = messages[index]?.buttons?.map(({ payload }) => payload) ?? [];
  for (const message of messages.slice(index + 1)) {
    if (message.payload && offered.includes(message.payload)) return message.payload;
    if (message.from === "coach" && message.buttons?.some(({ payload }) => offered.includes(payload))) return undefined;
  }
  return undefined;
}
