// The list of cases: its own words and acts on those that are marked; else equal to the list of reports.
import type { JSX } from "solid-js";
import type { CaseRowView } from "../../../backend/reporting/model.ts";
import { useWords } from "../../platform/words.ts";
import type { ListRoom } from "../lists/create-list-room.ts";
import { ListPane } from "../lists/list-pane.tsx";
import { CaseBulk, type CaseTarget } from "./case-bulk.tsx";
import { CaseFilterBar } from "./case-filters.tsx";
import { CaseRow } from "./case-row.tsx";

export function CaseList(props: { room: ListRoom<CaseRowView, CaseTarget> }): JSX.Element {
  const t = useWords();
  const room = props.room;
  return (
    <ListPane
      room={room}
      title={t("desk.nav.cases")}
      empty={{ title: t("desk.cases.none"), text: t("desk.cases.none_hint") }}
      fresh={(count) => t("views.cases.fresh", { count })}
      keyWords={{
        group: () => t("desk.keys.cases"),
        next: () => t("desk.keys.next_case"),
        previous: () => t("desk.keys.previous_case"),
      }}
      titleId="case-title"
      filters={<CaseFilterBar filters={room.filters()} onChange={room.filter} />}
      bulk={() => (
        <CaseBulk targets={room.targets()} of={room.of()} onDone={room.onActed} onClear={() => room.mark(new Set())} />
      )}
    >
      {(row, place) => <CaseRow row={row()} place={place} />}
    </ListPane>
  );
}
