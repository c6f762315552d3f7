import { takeApart } from "../answer";
import type { Message, Plan } from "../conversation";
import { Markdown } from "../markdown";
import { t, type TextName } from "../texts";
import { useWidget } from "./context";
import { Actions } from "./Feedback";
import { Files } from "./Files";
import { Icon } from "./icons";
import { Sections } from "./Pictures";
import { PlanCard } from "./Plan";
import { Sources } from "./Sources";

interface Props {
  message: Message;
  /** The payload of the button that was used. */
  chosen?: string;
  /** The plan as it stands now. */
  plan?: Plan;
  verdict?: "up" | "down";
  online: boolean;
  onWhy: (message: Message) => void;
}

export function MessageView(props: Props) {
  return props.message.from === "me" ? <Mine {...props} /> : <Coachs {...props} />;
}

function Mine({ message, online }: Props) {
  const { coach, draft } = useWidget();
  const { id, text, state, note, again } = message;
  const own = `failed_${note}` as TextName;
  const edit = () => {
    coach.drop(id);
    draft(text);
  };
  return (
    <div class="message mine" data-id={id}>
      <span class="hidden">{t("you_said")}</span>
      <div class="bubble">{text}</div>
      {state === "waiting" && !online && <div class="note">{t("waiting")}</div>}
      {state === "failed" && (
        <div class="note problem">
          <span>{["failed_too_long", "failed_too_fast", "failed_empty"].includes(own) ? t(own) : note}</span>
          <button type="button" class="text-button" onClick={again ? () => coach.retry(id) : edit}>{t(again ? "retry" : "edit")}</button>
        </div>
      )}
    </div>
  );
}

function Coachs({ message, chosen, plan, verdict, onWhy }: Props) {
  const { title } = useWidget();
  const { id, text, buttons = [], metadata = {} } = message;
  const { body, because } = takeApart(text, metadata);
  const sources = metadata.sources ?? [];
  const picture = metadata.picture;
  return (
    <div class={`message coachs ${metadata.kind === "crisis" ? "crisis" : ""}`} data-id={id}>
      <span class="hidden">{t("coach_said", { title })}</span>
      <div class="body"><Markdown text={body} /></div>
      {picture?.kind === "sections" && picture.items.length > 0 && <Sections title={picture.title} items={picture.items} />}
      {metadata.plan && <PlanCard plan={metadata.plan} current={metadata.plan === plan} files={metadata.files} />}
      {!metadata.plan && metadata.files && <Files files={metadata.files} />}
      {because.length > 0 && (
        <div class="because">
          <Icon name="why" />
          <p><strong>{t("because")}</strong> {because.join(t("and"))}.</p>
        </div>
      )}
      {sources.length > 0 && <Sources id={id} sources={sources} />}
      {metadata.facts && metadata.facts.length > 0 && <Actions message={message} verdict={verdict} onWhy={onWhy} />}
      {buttons.length > 0 && <Choices buttons={buttons} chosen={chosen} />}
    </div>
  );
}

function Choices({ buttons, chosen }: { buttons: { title: string; payload: string }[]; chosen?: string }) {
  const { coach, focusComposer } = useWidget();
  return (
    <div class="choices" role="group" aria-label={t("choices")}>
      {buttons.map((button) => {
        const used = chosen === button.payload;
        const choose = () => {
          if (chosen !== undefined) return;
          coach.send(button.title, button);
          focusComposer();
        };
        return (
          <button type="button" class="chip" aria-disabled={chosen !== undefined && !used} aria-pressed={chosen === undefined ? undefined : used} onClick={choose}>
            {used && <Icon name="check" />}
            {button.title}
          </button>
        );
      })}
    </div>
  );
}
