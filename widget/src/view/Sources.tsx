import { useState } from "preact/hooks";
import { safeAddress } from "../address";
import type { Source } from "../conversation";
import { t } from "../texts";
import { Icon } from "./icons";

/** Numbered sources; each opens below the row. */
export function Sources({ id, sources }: { id: string; sources: Source[] }) {
  const [open, setOpen] = useState(-1);
  const source = sources[open];
  const address = safeAddress(source?.url);
  return (
    <div class="sources">
      <ol aria-label={t("sources")}>
        {sources.map((one, at) => (
          <li>
            <button
              type="button"
              class="source"
              aria-expanded={open === at}
              aria-controls={open === at ? `source-${id}` : undefined}
              onClick={() => setOpen(open === at ? -1 : at)}
            >
              <span class="number" aria-hidden="true">{at + 1}</span>
              <span class="hidden">{t("source_n", { n: at + 1 })}: </span>
              <span>{[one.org, one.section, one.as_of].filter(Boolean).join(" · ")}</span>
            </button>
          </li>
        ))}
      </ol>
      {source && (
        <div class="source-card" id={`source-${id}`}>
          <strong>{source.title}</strong>
          <span>{t("source_section")}: {source.section}</span>
          <span>{[source.org, source.as_of && t("source_year", { year: source.as_of })].filter(Boolean).join(", ")}</span>
          {address && (
            <a href={address} target="_blank" rel="noopener noreferrer">
              {t("source_open")} <span class="hidden">{t("new_tab")}</span>
              <Icon name="external" />
            </a>
          )}
        </div>
      )}
    </div>
  );
}
