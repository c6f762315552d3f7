import type { Phase, Plan, Step } from "../conversation";
import { t } from "../texts";
import { useWidget } from "./context";
import { Files } from "./Files";
import { Icon } from "./icons";
import { Ring } from "./Pictures";

const FILES = ["pdf", "ics", "md", "json"].map((kind) => ({ label: { pdf: "PDF", ics: "Calendar", md: "Markdown", json: "JSON" }[kind]!, path: `export/plan.${kind}` }));

interface Props {
  plan: Plan;
  /** Whether this is how the plan stands now; an earlier state can't be ticked off. */
  current: boolean;
  files?: { label: string; path: string }[];
  /** Called when a step was ticked off. */
  onTick?: () => void;
}

export function PlanCard({ plan, current, files = FILES, onTick }: Props) {
  const { phases, done, total } = plan;
  const next = phases.flatMap(({ steps }) => steps).find(({ status }) => status === "open");
  const head = (
    <>
      <Ring done={done} total={total} />
      <span>
        <strong>{current ? t("plan_title") : t("plan_older")}</strong>
        <span class="muted">{t("plan_progress", { done, total })}</span>
      </span>
    </>
  );
  if (!current) return <div class="plan older"><div class="plan-head">{head}</div></div>;
  return (
    <div class="plan">
      <div class="plan-head">{head}</div>
      {phases.map((phase) => <PhaseOfPlan key={phase.id} phase={phase} next={next} onTick={onTick} />)}
      <Files files={files} />
    </div>
  );
}

/** A phase; it is open if the next step is in it, and of its steps that one. */
function PhaseOfPlan({ phase, next, onTick }: { phase: Phase; next?: Step; onTick?: () => void }) {
  const done = phase.steps.filter(({ status }) => status === "done").length;
  const total = phase.steps.filter(({ status }) => status !== "skipped").length;
  return (
    <details class="phase" open={next !== undefined && phase.steps.includes(next)}>
      <summary>
        <span>{phase.title}</span>
        <span class="muted">{t("plan_phase", { done, total })}</span>
      </summary>
      <ul>{phase.steps.map((step) => <StepOfPlan key={step.id} step={step} open={step === next} onTick={onTick} />)}</ul>
    </details>
  );
}

function StepOfPlan({ step, open, onTick }: { step: Step; open: boolean; onTick?: () => void }) {
  const { coach } = useWidget();
  const { title, status, why, done_when, source } = step;
  const say = (text: string) => {
    coach.send(text);
    onTick?.();
  };
  const sourceText = typeof source === "string" ? source : source && [source.section, source.as_of].filter(Boolean).join(", ");
  const more = [["plan_why", why], ["plan_done_when", done_when], ["plan_source", sourceText]] as const;
  return (
    <li class={`step ${status}`}>
      <button
        type="button"
        role="checkbox"
        class="tick"
        aria-checked={status === "done"}
        aria-disabled={status === "done"}
        aria-label={title}
        onClick={() => status !== "done" && say(t("plan_tick", { title }))}
      >
        {status === "done" && <Icon name="check" />}
      </button>
      <details open={open}>
        <summary class="step-title">{title}{status === "skipped" && <em> ({t("plan_skipped")})</em>}</summary>
        {more.map(([name, text]) => text && <p class="muted">{t(name)}: {text}</p>)}
      </details>
      {status === "open" && (
        <button type="button" class="text-button" aria-label={`${t("plan_skip")}: ${title}`} onClick={() => say(t("plan_skip_text", { title }))}>
          {t("plan_skip")}
        </button>
      )}
    </li>
  );
}
