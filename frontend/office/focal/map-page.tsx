// The map of areas for a focal point: counts are of the reports that they may read.
import { useSearchParams } from "@solidjs/router";
import type { JSX } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { AreaMap } from "../../shell/areas/area-map.tsx";
import "../../shell/lists/lists.css";

export function MapPage(): JSX.Element {
  const t = useWords();
  const [search, setSearch] = useSearchParams<{ in?: string }>();
  return (
    <main class="page list-page">
      <h1>{t("areas.map.title")}</h1>
      <p class="quiet-text">{t("areas.map.lead_focal")}</p>
      <AreaMap parent={search.in} onOpen={(id) => setSearch({ in: id })} />
    </main>
  );
}
