import { t } from "../texts";

/** How much of a plan is done, as a ring. The words stand beside it. */
export function Ring({ done, total }: { done: number; total: number }) {
  const part = total ? Math.min(1, done / total) : 0;
  return (
    <svg class="ring" viewBox="0 0 44 44" role="img" aria-label={t("plan_progress", { done, total })}>
      <circle cx="22" cy="22" r="18" />
      <circle class="part" cx="22" cy="22" r="18" pathLength={100} stroke-dasharray={`${part * 100} 100`} transform="rotate(-90 22 22)" />
      <text x="22" y="22" aria-hidden="true">{Math.round(part * 100)}%</text>
    </svg>
  );
}

const ROW = 34;
const MOST_LETTERS = 34;

/** The order of a resume's sections, drawn as the page itself. */
export function Sections({ title, items }: { title: string; items: string[] }) {
  const height = items.length * ROW + 16;
  return (
    <figure class="picture">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 320 ${height}`} role="img" aria-label={t("picture_sections", { items: items.map((item, at) => `${at + 1}. ${item}`).join(", ") })}>
        <rect class="sheet-of-paper" x="1" y="1" width="318" height={height - 2} rx="8" />
        {items.map((item, at) => (
          <g transform={`translate(10 ${8 + at * ROW})`} aria-hidden="true">
            <rect class={at === 0 ? "section first" : "section"} width="300" height={ROW - 6} rx="6" />
            <text class="place" x="16" y={(ROW - 6) / 2}>{at + 1}</text>
            <text x="34" y={(ROW - 6) / 2}>{item.length > MOST_LETTERS ? `${item.slice(0, MOST_LETTERS - 1)}…` : item}</text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
