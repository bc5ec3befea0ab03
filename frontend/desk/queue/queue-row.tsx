// One report in the list: its severity, words, whose it is, and how long it has waited.
import { type JSX, Show } from "solid-js";
import type { QueueRow } from "../../../backend/reporting/model.ts";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { now } from "../../shell/data/clock.ts";
import { defangText } from "../data/defang.ts";
import { prefetchReached } from "../data/report-cache.ts";
import { rsitWords } from "../data/say-rsit.ts";
import { ClockMark } from "../lists/clock-mark.tsx";
import { ConflictLine } from "../lists/conflict-line.tsx";
import { ListRow, type RowPlace } from "../lists/list-row.tsx";
import type { Live } from "../lists/live-list.ts";
import { pendingAt } from "../lists/row-state.ts";
import { unread } from "../views/own-desk.ts";
import { wokenBy } from "./woken-by.ts";

export function QueueRowView(props: { row: Live<QueueRow>; place: RowPlace }): JSX.Element {
  const t = useWords();
  const pending = () => pendingAt(props.row.id);
  const isUnread = () => unread().has(props.row.id);
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
    <ListRow
      id={props.row.id}
      place={props.place}
      severity={props.row.severity}
      markLabel={t("desk.row.mark", { reference: props.row.reference })}
      language={props.row.language}
      title={
        <>
          <Show when={props.row.isExercise}>
            <Tag tone="critical">{t("exercises.tag")}</Tag>{" "}
          </Show>
          <Show when={isUnread()}>
            <span class="unread-mark" aria-hidden="true">
              ●
            </span>
            <span class="for-ears">{t("desk-more.row.unread")}</span>
          </Show>
          {defangText(props.row.title)}
        </>
      }
      facts={facts()}
      since={props.row.receivedAt}
      forEars={
        <Show when={props.row.isHeld}>
          <span class="for-ears">{t("desk.view.held")}</span>
        </Show>
      }
      clock={
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
      }
      isGone={props.row.isGone || pending()?.isGone === true}
      isPending={pending() !== undefined}
      isUnread={isUnread()}
      onReach={() => prefetchReached(props.row.id)}
    >
      <ConflictLine id={props.row.id} />
    </ListRow>
  );
}
