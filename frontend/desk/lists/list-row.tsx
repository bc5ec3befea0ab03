// The frame of one row: its mark, severity, link with title and facts, and at the end how long it stands and what its clock says.
import type { JSX } from "solid-js";
import { type Severity, SeverityBar } from "../../parts/severity/severity.tsx";
import { formatInstant } from "../../platform/format.ts";
import { now } from "../../shell/data/clock.ts";
import { areKeysOff } from "../../shell/keys.ts";
import { PresenceMarks } from "../presence/presence-marks.tsx";
import { sayAge } from "./say-age.ts";
import "../queue/queue.css";

/** Where a row stands in its list, and what the list knows of it. */
export interface RowPlace {
  href: string;
  /** From 0, of so many; −1 where more are to come. */
  index: number;
  total: number;
  isCurrent: boolean;
  isMarked: boolean;
  /** Whether any row of the list is marked. */
  isMarking: boolean;
  onMark: () => void;
}

export function ListRow(props: {
  id: string;
  place: RowPlace;
  severity: Severity;
  markLabel: string;
  /** Of the title, where it is known. */
  language?: string | undefined;
  title: JSX.Element;
  facts: readonly string[];
  since: string;
  /** What its clock or state says. */
  clock: JSX.Element;
  isGone: boolean;
  isPending?: boolean;
  isUnread?: boolean;
  onReach?: () => void;
  /** Said before the time, for ears. */
  forEars?: JSX.Element;
  /** Under the row. */
  children?: JSX.Element;
}): JSX.Element {
  return (
    <div
      class="queue-row"
      role="listitem"
      aria-setsize={props.place.total}
      aria-posinset={props.place.index + 1}
      data-current={props.place.isCurrent ? "" : undefined}
      data-marked={props.place.isMarked ? "" : undefined}
      data-gone={props.isGone ? "" : undefined}
      data-pending={props.isPending ? "" : undefined}
      data-unread={props.isUnread ? "" : undefined}
      aria-busy={props.isPending ? "true" : undefined}
      data-marking={props.place.isMarking ? "" : undefined}
    >
      <input
        type="checkbox"
        class="queue-mark"
        aria-label={props.markLabel}
        checked={props.place.isMarked}
        onChange={() => props.place.onMark()}
        // X marks; who has switched single keys off, or marks already, comes to it by Tab.
        tabindex={props.place.isMarking || areKeysOff() ? 0 : -1}
      />
      <SeverityBar of={props.severity} />
      <a
        class="queue-link"
        href={`/desk${props.place.href}`}
        id={`row-${props.id}`}
        data-row
        aria-current={props.place.isCurrent ? "true" : undefined}
        onPointerEnter={() => props.onReach?.()}
      >
        <span class="queue-title" lang={props.language} dir="auto">
          {props.title}
        </span>
        <span class="queue-facts">{props.facts.join(" · ")}</span>
      </a>
      <div class="queue-clock">
        {props.forEars}
        <span class="queue-first">
          <PresenceMarks id={props.id} />
          <time class="figures" dateTime={props.since} title={formatInstant(props.since)}>
            {sayAge(now() - new Date(props.since).getTime())}
          </time>
        </span>
        {props.clock}
      </div>
      {props.children}
    </div>
  );
}
