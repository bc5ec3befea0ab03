// One case in the list: severity, words, whose it is, how long it stands open and what its clock says.
import { type JSX, Show } from "solid-js";
import type { CaseRowView } from "../../../backend/reporting/model.ts";
import { SeverityBar } from "../../parts/severity/severity.tsx";
import { formatAge, formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { now } from "../../shell/data/clock.ts";
import { defangText } from "../data/defang.ts";
import { PresenceMarks } from "../presence/presence-marks.tsx";
import { ClockMark } from "../queue/clock-mark.tsx";
import { rsitWords } from "../queue/queue-row.tsx";
import type { Live } from "../queue/queue-store.ts";

export function CaseRow(props: {
  row: Live<CaseRowView>;
  href: string;
  index: number;
  total: number;
  isCurrent: boolean;
  isMarked: boolean;
  isMarking: boolean;
  onMark: () => void;
}): JSX.Element {
  const t = useWords();
  return (
    <div
      class="queue-row"
      role="listitem"
      aria-setsize={props.total}
      aria-posinset={props.index + 1}
      data-current={props.isCurrent ? "" : undefined}
      data-marked={props.isMarked ? "" : undefined}
      data-gone={props.row.isGone ? "" : undefined}
      data-marking={props.isMarking ? "" : undefined}
    >
      <input
        type="checkbox"
        class="queue-mark"
        aria-label={t("views.cases.mark", { reference: props.row.reference })}
        checked={props.isMarked}
        onChange={() => props.onMark()}
        tabindex={props.isMarking ? 0 : -1}
      />
      <SeverityBar of={props.row.severity} />
      <a
        class="queue-link"
        data-row
        id={`row-${props.row.id}`}
        href={`/desk${props.href}`}
        aria-current={props.isCurrent ? "true" : undefined}
      >
        <span class="queue-title" dir="auto">
          {defangText(props.row.title)}
        </span>
        <span class="queue-facts">
          {[
            props.row.reference,
            rsitWords(t, props.row.rsitClass, null),
            t("desk.join.reports", { count: props.row.reports }),
            props.row.owner?.name ?? t("desk.case.no_owner"),
            ...props.row.tags.map((tag) => `#${tag}`),
          ].join(" · ")}
        </span>
      </a>
      <div class="queue-clock">
        <span class="queue-first">
          <PresenceMarks id={props.row.id} />
          <time class="figures" dateTime={props.row.openedAt} title={formatInstant(props.row.openedAt)}>
            {formatAge(now() - new Date(props.row.openedAt).getTime(), {
              minute: t("desk.unit.minute"),
              hour: t("desk.unit.hour"),
              day: t("desk.unit.day"),
            })}
          </time>
        </span>
        <Show
          when={props.row.dueAt !== null && !props.row.isGone}
          fallback={<span>{t(`desk.case.status.${props.row.status}`)}</span>}
        >
          <ClockMark dueAt={props.row.dueAt} />
        </Show>
      </div>
    </div>
  );
}
