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
  const next = phases.find((phase) => phase.steps.some(({ status }) => status === "open"));
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
      {phases.map((phase) => <PhaseOfPlan key={phase.id} phase={phase} open={phase === next} onTick={onTick} />)}
      <Files files={files} />
    </div>
  );
}

function PhaseOfPlan({ phase, open, onTick }: { phase: Phase; open: boolean; onTick?: () => void }) {
  const done = phase.steps.filter(({ status }) => status === "done").length;
  const total = phase.steps.filter(({ status }) => status !== "skipped").length;
  return (
    <details class="phase" open={open}>
      <summary>
        <span>{phase.title}</span>
        <span class="muted">{t("plan_phase", { done, total })}</span>
      </summary>
      <ul>{phase.steps.map((step) => <StepOfPlan key={step.id} step={step} onTick={onTick} />)}</ul>
    </details>
  );
}

function StepOfPlan({ step, onTick }: { step: Step; onTick?: () => void }) {
  const { coach } = useWidget();
  const { title, status, why, done_when, source } = step;
  const say = (text: string) => {
    coach.send(text);
    onTick?.();
  };
  const sourceText = typeof source === "string" ? source : source && [source.section, source.as_of].filter(Boolean).join(", ");
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
      <div>
        <span class="step-title">{title}{status === "skipped" && <em> ({t("plan_skipped")})</em>}</span>
        {why && <span class="muted">{t("plan_why")}: {why}</span>}
        {done_when && <span class="muted">{t("plan_done_when")}: {done_when}</span>}
        {sourceText && <span class="muted">{t("plan_source")}: {sourceText}</span>}
      </div>
      {status === "open" && (
        <button type="button" class="text-button" aria-label={`${t("plan_skip")}: ${title}`} onClick={() => say(t("plan_skip_text", { title }))}>
          {t("plan_skip")}
        </button>
      )}
    </li>
  );
}
