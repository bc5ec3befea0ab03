// A moment: day and hour in few digits; the whole with its zone on hover, in its place after a tap, and always for who chose so in the menu of the account (keys and readers have no hover).
import { createSignal, Index, type JSX } from "solid-js";
import { formatInstant, formatShort } from "../../platform/format.ts";
import { areTimesFull } from "../../platform/full-times.ts";

/** What takes the tap itself. */
const operable = "a, button, label, summary, [role=option], [role=row], [role=menuitem], [tabindex]:not(#room)";

/**
 * The zone of all short moments of a page stands in its head line or at its foot.
 * @param at RFC 3339.
 */
export function Moment(props: { at: string; class?: string }): JSX.Element {
  const [isTapped, setTapped] = createSignal(false);
  const isLong = (): boolean => areTimesFull() || isTapped();
  return (
    <time
      class={props.class ?? "figures"}
      data-long={isLong() ? "" : undefined}
      dateTime={props.at}
      title={isLong() ? undefined : formatInstant(props.at)}
      onClick={(event) => {
        if (!event.currentTarget.closest(operable)) setTapped(!isTapped());
      }}
    >
      {isLong() ? formatInstant(props.at) : formatShort(props.at)}
    </time>
  );
}

/** Stands in a sentence where a moment will; no text that people write holds it. */
const mark = "\ue000";

/** A sentence that names moments, each of them a moment of its own: `<Said>{(moment) => t("x.made", { when: moment(at) })}</Said>`. */
export function Said(props: { children: (moment: (at: string | null) => string) => string }): JSX.Element {
  const pieces = () => props.children((at) => (at === null ? "" : `${mark}${at}${mark}`)).split(mark);
  return (
    <Index each={pieces()}>{(piece, place) => (place % 2 === 0 ? <>{piece()}</> : <Moment at={piece()} />)}</Index>
  );
}
