// One case in the list: severity, words, whose it is, how long it stands open and what its clock says.
import { type JSX, Show } from "solid-js";
import type { CaseRowView } from "../../../backend/reporting/model.ts";
import { useWords } from "../../platform/words.ts";
import { defangText } from "../data/defang.ts";
import { rsitWords } from "../data/say-rsit.ts";
import { ClockMark } from "../lists/clock-mark.tsx";
import { ListRow, type RowPlace } from "../lists/list-row.tsx";
import type { Live } from "../lists/live-list.ts";

export function CaseRow(props: { row: Live<CaseRowView>; place: RowPlace }): JSX.Element {
  const t = useWords();
  return (
    <ListRow
      id={props.row.id}
      place={props.place}
      severity={props.row.severity}
      markLabel={t("views.cases.mark", { reference: props.row.reference })}
      title={defangText(props.row.title)}
      facts={[
        props.row.reference,
        rsitWords(t, props.row.rsitClass, null),
        t("desk.join.reports", { count: props.row.reports }),
        props.row.owner?.name ?? t("desk.case.no_owner"),
        ...props.row.tags.map((tag) => `#${tag}`),
      ]}
      since={props.row.openedAt}
      clock={
        <Show
          when={props.row.dueAt !== null && !props.row.isGone}
          fallback={<span>{t(`desk.case.status.${props.row.status}`)}</span>}
        >
          <ClockMark dueAt={props.row.dueAt} />
        </Show>
      }
      isGone={props.row.isGone}
    />
  );
}
