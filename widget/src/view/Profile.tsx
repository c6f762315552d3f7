import { useEffect, useState } from "preact/hooks";
import type { Fact, Me } from "../coach";
import { t } from "../texts";
import { useWidget } from "./context";
import { Files } from "./Files";
import { PlanCard } from "./Plan";
import { Sheet } from "./Sheet";

function useMe(): [Me | null, boolean] {
  const { coach } = useWidget();
  const [me, setMe] = useState<Me | null>(null);
  const [problem, setProblem] = useState(false);
  useEffect(() => {
    coach.me().then(setMe, () => setProblem(true));
  }, [coach]);
  return [me, problem];
}

/** When and how the coach learned it. */
function origin({ said_at, from, text }: Fact): string {
  const name = from === "question" || from === "correction" ? (`profile_${from}` as const) : "profile_message";
  const day = said_at ? new Date(Number(said_at) * 1000).toLocaleDateString(t("language"), { dateStyle: "medium" }) : "";
  return [t(name, { day }), text && `“${text}”`].filter(Boolean).join(" ");
}

/** What the coach knows of the person: to see, to correct, to take away, to have forgotten. */
export function Profile({ onClose, onForget }: { onClose: () => void; onForget: () => void }) {
  const { draft } = useWidget();
  const [me, problem] = useMe();
  return (
    <Sheet title={t("profile_title")} onClose={onClose}>
      <Status me={me} problem={problem} none={me?.profile.length === 0 && t("profile_none")} />
      {me && me.profile.length > 0 && (
        <dl class="profile">
          {me.profile.map((fact) => (
            <div>
              <dt>{fact.label}</dt>
              <dd>
                <strong>{fact.value}</strong>
                <span class="muted">{origin(fact)}</span>
                <button
                  type="button"
                  class="text-button"
                  aria-label={t("profile_correct_label", { label: fact.label })}
                  onClick={() => {
                    onClose();
                    draft(t("profile_correct_text"));
                  }}
                >
                  {t("profile_correct")}
                </button>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div class="row">
        <Files files={[{ label: t("profile_export"), path: "export/data.json" }]} />
        <button type="button" class="button danger" onClick={onForget}>{t("profile_forget")}</button>
      </div>
    </Sheet>
  );
}

export function MyPlan({ onClose }: { onClose: () => void }) {
  const { coach, focusComposer } = useWidget();
  const [me, problem] = useMe();
  const make = () => {
    onClose();
    coach.send(t("plan_make"));
    focusComposer();
  };
  return (
    <Sheet title={t("plan_title")} onClose={onClose}>
      <Status me={me} problem={problem} none={me !== null && !me.plan && t("plan_none")} />
      {me?.plan && <PlanCard plan={me.plan} current onTick={onClose} />}
      {me && !me.plan && <button type="button" class="button primary" onClick={make}>{t("plan_make")}</button>}
    </Sheet>
  );
}

function Status({ me, problem, none }: { me: Me | null; problem: boolean; none: string | false | undefined }) {
  if (problem) return <p class="problem" role="alert">{t("profile_failed")}</p>;
  if (!me) return <p role="status">{t("profile_loading")} …</p>;
  return none ? <p>{none}</p> : null;
}
