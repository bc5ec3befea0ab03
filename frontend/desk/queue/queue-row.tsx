// One report in the list: its severity, words, whose it is, and how long it has waited.
import { type JSX, Show } from "solid-js";
import { SeverityBar } from "../../parts/severity/severity.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatAge, formatInstant } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { now } from "../../shell/data/clock.ts";
import { defangText } from "../data/defang.ts";
import { ConflictLine } from "../lists/conflict-line.tsx";
import { pendingAt } from "../lists/row-state.ts";
import { PresenceMarks } from "../presence/presence-marks.tsx";
import { unread } from "../views/own-desk.ts";
import { ClockMark } from "./clock-mark.tsx";
import { wokenBy } from "./woken-by.ts";
import type { Row } from "./queue-store.ts";
import "./queue.css";

export interface QueueRowProps {
  row: Row;
  href: string;
  index: number;
  total: number;
  isCurrent: boolean;
  isMarked: boolean;
  isMarking: boolean;
  onMark: () => void;
  onReach: () => void;
}

/** The words of a type of the taxonomy, or of its class, or the code itself. */
export function rsitWords(t: ReturnType<typeof useWords>, className: string | null, type: string | null): string {
  if (type !== null && hasWords(`desk.rsit.type.${type}`)) return t(`desk.rsit.type.${type}`);
  if (className !== null && hasWords(`desk.rsit.class.${className}`)) return t(`desk.rsit.class.${className}`);
  return type ?? className ?? t("desk.rsit.none");
}

export function QueueRowView(props: QueueRowProps): JSX.Element {
  const t = useWords();
  const age = () =>
    formatAge(now() - new Date(props.row.receivedAt).getTime(), {
      minute: t("desk.unit.minute"),
      hour: t("desk.unit.hour"),
      day: t("desk.unit.day"),
    });
  const pending = () => pendingAt(props.row.id);
  const isGone = () => props.row.isGone || pending()?.isGone === true;
  const assignedTo = () => {
    const shown = pending()?.assignedTo;
    return shown === undefined ? props.row.assignedTo : shown;
  };
  const facts = () =>
    [
      props.row.constituents.join(", ") || (props.row.isAnonymous ? t("desk.row.anonymous") : ""),
      rsitWords(t, props.row.rsitClass, props.row.rsitType),
      props.row.findings > 0 ? t("desk.row.findings", { count: props.row.findings }) : "",
      props.row.caseReference ?? "",
      assignedTo()?.name ?? "",
      ...props.row.tags.map((tag) => `#${tag}`),
    ].filter((part) => part !== "");
  const state = () => {
    if (props.row.isGone) return t(`common.status.${props.row.status}`);
    if (props.row.hasUnansweredMessage) return t("desk.row.wrote");
    if (props.row.snoozedUntil !== null && new Date(props.row.snoozedUntil).getTime() > now())
      return props.row.wakesOn
        ? t(`desk-more.sleeps.${props.row.wakesOn.kind}`, { count: props.row.wakesOn.count ?? 0 })
        : t("desk.row.sleeps");
    const woken = wokenBy(props.row, now());
    if (woken !== undefined) return t(`desk-more.woken.${woken}`);
    return t(`desk.row.status.${props.row.status}`);
  };
  return (
    <div
      class="queue-row"
      role="listitem"
      aria-setsize={props.total}
      aria-posinset={props.index + 1}
      data-current={props.isCurrent ? "" : undefined}
      data-marked={props.isMarked ? "" : undefined}
      data-gone={isGone() ? "" : undefined}
      data-pending={pending() ? "" : undefined}
      data-unread={unread().has(props.row.id) ? "" : undefined}
      aria-busy={pending() ? "true" : undefined}
      data-marking={props.isMarking ? "" : undefined}
    >
      <input
        type="checkbox"
        class="queue-mark"
        aria-label={t("desk.row.mark", { reference: props.row.reference })}
        checked={props.isMarked}
        onChange={() => props.onMark()}
        tabindex={props.isMarking ? 0 : -1}
      />
      <SeverityBar of={props.row.severity} />
      <a
        class="queue-link"
        href={`/desk${props.href}`}
        id={`row-${props.row.id}`}
        data-row
        aria-current={props.isCurrent ? "true" : undefined}
        onPointerEnter={() => props.onReach()}
      >
        <span class="queue-title" lang={props.row.language} dir="auto">
          <Show when={props.row.isExercise}>
            <Tag tone="critical">{t("exercises.tag")}</Tag>{" "}
          </Show>
          <Show when={unread().has(props.row.id)}>
            <span class="unread-mark" aria-hidden="true">
              ●
            </span>
            <span class="for-ears">{t("desk-more.row.unread")}</span>
          </Show>
          {defangText(props.row.title)}
        </span>
        <span class="queue-facts">{facts().join(" · ")}</span>
      </a>
      <div class="queue-clock">
        <Show when={props.row.isHeld}>
          <span class="for-ears">{t("desk.view.held")}</span>
        </Show>
        <span class="queue-first">
          <PresenceMarks id={props.row.id} />
          <time class="figures" dateTime={props.row.receivedAt} title={formatInstant(props.row.receivedAt)}>
            {age()}
          </time>
        </span>
        <Show
          when={
            props.row.dueAt !== null &&
            !props.row.isGone &&
            !props.row.hasUnansweredMessage &&
            wokenBy(props.row, now()) === undefined
          }
          fallback={<span data-wrote={props.row.hasUnansweredMessage ? "" : undefined}>{state()}</span>}
        >
          <ClockMark dueAt={props.row.dueAt} />
        </Show>
      </div>
      <ConflictLine id={props.row.id} />
    </div>
  );
}
