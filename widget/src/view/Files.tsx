import { useState } from "preact/hooks";
import { save } from "../save";
import { t } from "../texts";
import { useWidget } from "./context";
import { Icon } from "./icons";

/** Files of the coach; they are asked for with the session's token, so a link would not do. */
export function Files({ files }: { files: { label: string; path: string }[] }) {
  const { coach } = useWidget();
  const [problem, setProblem] = useState(false);
  const download = (path: string) =>
    coach.file(path).then(
      (blob) => (setProblem(false), save(path.split("/").pop()!, blob)),
      () => setProblem(true),
    );
  return (
    <div class="files">
      {files.map(({ label, path }) => (
        <button key={path} type="button" class="chip" onClick={() => download(path)}>
          <Icon name="download" />
          <span class="hidden">{t("download")} </span>
          {label}
        </button>
      ))}
      {problem && <p class="problem" role="alert">{t("download_failed")}</p>}
    </div>
  );
}
