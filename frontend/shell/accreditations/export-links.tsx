// A list as a file: the same rows, in three formats.
import { For, type JSX } from "solid-js";
import { currentLanguage, useWords } from "../../platform/words.ts";

const formats = ["csv", "xlsx", "json"] as const;

export function ExportLinks(props: { path: string; query: Record<string, string | undefined> }): JSX.Element {
  const t = useWords();
  const href = (format: string): string => {
    const asked = new URLSearchParams({ format, language: currentLanguage() });
    for (const [name, value] of Object.entries(props.query)) if (value) asked.set(name, value);
    return `${props.path}?${asked.toString()}`;
  };
  return (
    <p class="export-links small-text">
      {t("register.export")}{" "}
      <For each={formats}>
        {(format) => (
          <>
            <a href={href(format)} download="">
              {format.toUpperCase()}
            </a>{" "}
          </>
        )}
      </For>
    </p>
  );
}
