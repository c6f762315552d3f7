import { useState } from "preact/hooks";
import type { Message } from "../conversation";
import { copy } from "../save";
import { t } from "../texts";
import { useWidget } from "./context";
import { Icon } from "./icons";
import { Sheet } from "./Sheet";

const REASONS = ["feedback_wrong", "feedback_beside", "feedback_long", "feedback_old"] as const;

/** What can be done with an answer: copy it, say whether it helped. */
export function Actions({ message, verdict, onWhy }: { message: Message; verdict?: "up" | "down"; onWhy: (message: Message) => void }) {
  const { coach, announce } = useWidget();
  const [copied, setCopied] = useState(false);
  const onCopy = () =>
    copy(message.text).then(() => {
      setCopied(true);
      announce(t("copied"));
      setTimeout(() => setCopied(false), 1_500);
    });
  const judge = (given: "up" | "down") => {
    const after = given === "down" ? () => onWhy(message) : () => announce(t("feedback_thanks"));
    coach.judge(message, given).then(after, () => announce(t("feedback_failed")));
  };
  return (
    <div class="actions">
      <button type="button" class="icon-button small" aria-label={t("copy")} title={t("copy")} onClick={onCopy}>
        <Icon name={copied ? "check" : "copy"} />
      </button>
      {(["up", "down"] as const).map((given) => {
        const label = t(given === "up" ? "helpful" : "unhelpful");
        return (
          <button type="button" class="icon-button small" aria-label={label} title={label} aria-pressed={verdict === given} onClick={() => judge(given)}>
            <Icon name="thumb" turned={given === "down"} />
          </button>
        );
      })}
    </div>
  );
}

/** Why an answer did not help. */
export function Why({ message, onClose }: { message: Message; onClose: () => void }) {
  const { coach, announce } = useWidget();
  const [problem, setProblem] = useState(false);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const reason = [...form.getAll("reason"), form.get("more")].filter(Boolean).join("; ");
    coach.judge(message, "down", reason).then(
      () => (announce(t("feedback_thanks")), onClose()),
      () => setProblem(true),
    );
  };
  return (
    <Sheet title={t("feedback_title")} onClose={onClose}>
      <form class="why" onSubmit={onSubmit}>
        {REASONS.map((name) => (
          <label class="choice">
            <input type="checkbox" name="reason" value={t(name)} /> {t(name)}
          </label>
        ))}
        <label class="field">
          {t("feedback_more")}
          <textarea name="more" rows={3} maxLength={500} />
        </label>
        {problem && <p class="problem" role="alert">{t("feedback_failed")}</p>}
        <div class="row end">
          <button type="button" class="button" onClick={onClose}>{t("cancel")}</button>
          <button type="submit" class="button primary">{t("feedback_send")}</button>
        </div>
      </form>
    </Sheet>
  );
}
