// The register's own pages beside its list: the quality of what it says, and imports.
import { A } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { loadRoom, useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";

export function CareNav(): JSX.Element {
  const t = useWords();
  void loadRoom("imports", "quality");
  return (
    <nav class="care-nav" aria-label={t("desk.directory.title")}>
      <A href="/directory" end>
        {t("desk.directory.title")}
      </A>
      <A href="/directory/quality">{t("quality.go")}</A>
      <Show when={can("registry.change")}>
        <A href="/directory/imports">{t("imports.go")}</A>
      </Show>
    </nav>
  );
}
