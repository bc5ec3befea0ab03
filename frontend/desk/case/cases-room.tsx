// Cases: the list beside the one that is open.
import { type JSX, onCleanup, onMount, Show } from "solid-js";
import type { CaseRowView } from "../../../backend/reporting/model.ts";
import { Empty } from "../../parts/empty/empty.tsx";
import { useWords } from "../../platform/words.ts";
import { onChange } from "../../shell/data/live.ts";
import { loadDirectory } from "../data/directory.ts";
import { createListRoom } from "../lists/create-list-room.ts";
import { ResultsDialog } from "../report/results-dialog.tsx";
import type { CaseTarget } from "./case-bulk.tsx";
import { CaseList } from "./case-list.tsx";
import { CasePane } from "./case-pane.tsx";

export function CasesRoom(): JSX.Element {
  const t = useWords();
  const room = createListRoom<CaseRowView, CaseTarget>({
    name: "cases",
    rowsPath: "/api/v1/desk/cases",
    matchingPath: "/api/v1/desk/matching-cases",
    usual: {},
  });
  onMount(() => {
    void loadDirectory();
    onCleanup(onChange((event) => event.object === "case" && room.refreshSoon()));
  });
  return (
    <main class="split" data-open={room.current() ? "" : undefined}>
      <CaseList room={room} />
      <section class="split-detail" aria-label={t("desk.case.title")}>
        <Show
          when={room.current()}
          keyed
          fallback={<Empty title={t("desk.cases.choose")} text={t("desk.queue.choose_hint")} />}
        >
          {(id) => <CasePane id={id} back={room.back()} />}
        </Show>
      </section>
      <ResultsDialog />
    </main>
  );
}
