// An address of a room that leads nowhere.
import { A } from "@solidjs/router";
import type { JSX } from "solid-js";
import { Empty } from "../parts/empty/empty.tsx";
import { useWords } from "../platform/words.ts";

export function NotFoundPage(): JSX.Element {
  const t = useWords();
  return (
    <main class="page">
      <Empty isPage title={t("desk.not_found.title")} text={t("desk.not_found.text")}>
        <A href="/">{t("desk.not_found.home")}</A>
      </Empty>
    </main>
  );
}
