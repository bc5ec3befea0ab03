// The timeline of the incident: its picture, and the table with the same numbers, in UTC and in the reader's time.
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import type { EventView } from "../../../../backend/cases/timeline/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { Empty } from "../../../parts/empty/empty.tsx";
import { Tag } from "../../../parts/tag/tag.tsx";
import { readerZone } from "../../../platform/format.ts";
import { theme } from "../../../platform/theme.ts";
import { currentLanguage, useWords } from "../../../platform/words.ts";
import { defang } from "../../data/defang.ts";
import type { Work } from "./create-work.ts";
import { removePart } from "./remove-part.ts";
import { EventDialog } from "./event-dialog.tsx";
import { ImportEventsDialog } from "./import-events-dialog.tsx";
import { sayLocal, sayUtc } from "./times.ts";

export function IncidentPanel(props: { of: CaseWork; work: Work; reference: string }): JSX.Element {
  const t = useWords();
  const [editing, setEditing] = createSignal<EventView | "new">();
  const [isImporting, setImporting] = createSignal(false);
  const mayChange = () => props.of.can.change && props.of.isOpen;
  return (
    <Card
      title={t("casework.timeline.title")}
      count={props.of.events.length}
      aside={
        <Show when={mayChange()}>
          <span class="work-buttons">
            <Button isSmall look="quiet" onClick={() => setImporting(true)}>
              {t("casework.timeline.import")}
            </Button>
            <Button isSmall onClick={() => setEditing("new")}>
              {t("casework.timeline.add")}
            </Button>
          </span>
        </Show>
      }
    >
      <Show
        when={props.of.events.length > 0}
        fallback={<Empty title={t("casework.timeline.none")} text={t("casework.timeline.none_hint")} />}
      >
        <Picture of={props.of} reference={props.reference} />
        <div class="work-scroll" tabindex="0" role="group" aria-label={t("casework.timeline.title")}>
          <table class="work-table incident">
            <thead>
              <tr>
                <th scope="col">{t("casework.timeline.number")}</th>
                <th scope="col">{t("casework.timeline.utc")}</th>
                <th scope="col">{t("casework.timeline.local", { zone: readerZone() })}</th>
                <th scope="col">{t("casework.timeline.what")}</th>
                <th scope="col">{t("casework.timeline.source")}</th>
                <Show when={mayChange()}>
                  <th scope="col">
                    <span class="for-ears">{t("casework.change")}</span>
                  </th>
                </Show>
              </tr>
            </thead>
            <tbody>
              <For each={props.of.events}>
                {(event, index) => (
                  <EventRow
                    event={event}
                    number={index() + 1}
                    mayChange={mayChange()}
                    onEdit={() => setEditing(event)}
                    onRemove={() => void removePart(props.work, "events", event)}
                  />
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <Show when={editing()} keyed>
        {(one) => (
          <EventDialog
            of={props.of}
            event={one === "new" ? undefined : { ...one, links: one.links.map((link) => ({ ...link })) }}
            work={props.work}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Show>
      <Show when={isImporting()}>
        <ImportEventsDialog caseId={props.of.caseId} work={props.work} onClose={() => setImporting(false)} />
      </Show>
    </Card>
  );
}

/** Made by the server; asked again when an entry, the language or the look changes. */
function Picture(props: { of: CaseWork; reference: string }): JSX.Element {
  const t = useWords();
  const query = matchMedia("(prefers-color-scheme: dark)");
  const [prefersDark, setPrefersDark] = createSignal(query.matches);
  const listen = (): void => void setPrefersDark(query.matches);
  onMount(() => query.addEventListener("change", listen));
  onCleanup(() => query.removeEventListener("change", listen));
  const isDark = () => theme() === "dark" || (theme() === "auto" && prefersDark());
  /** Another one for every other timeline: a browser that has the picture of an address does not ask for it again. */
  const print = (): string => {
    let sum = 0;
    for (const { id, version } of props.of.events)
      for (const letter of `${id}${version}`) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0;
    return `${props.of.events.length}.${sum}`;
  };
  const source = () =>
    `/api/v1/desk/cases/${props.of.caseId}/timeline.svg?language=${currentLanguage()}&theme=${isDark() ? "dark" : "light"}&seen=${print()}`;
  return (
    <figure class="incident-picture">
      <div
        class="work-scroll"
        tabindex="0"
        role="group"
        aria-label={t("casework.timeline.picture", { reference: props.reference })}
      >
        <Show when={source()} keyed>
          {(address) => <img src={address} alt={t("casework.timeline.picture", { reference: props.reference })} />}
        </Show>
      </div>
      <figcaption class="quiet-text small-text">{t("casework.timeline.picture_hint")}</figcaption>
    </figure>
  );
}

function EventRow(props: {
  event: EventView;
  number: number;
  mayChange: boolean;
  onEdit: () => void;
  onRemove: () => void;
}): JSX.Element {
  const t = useWords();
  const about = () => (props.event.isApproximate ? `${t("casework.timeline.approximate_short")} ` : "");
  const isToldElsewhere = () => !["UTC", readerZone()].includes(props.event.zone);
  return (
    <tr>
      <td class="figures">{props.number}</td>
      <td class="figures">
        <time dateTime={props.event.happenedAt}>
          {about()}
          {sayUtc(props.event.happenedAt)}
        </time>
        <Show when={props.event.endedAt}>
          {(end) => <span class="quiet-text small-text"> {t("casework.timeline.until", { time: sayUtc(end()) })}</span>}
        </Show>
      </td>
      <td class="figures">
        {sayLocal(props.event.happenedAt)}
        <Show when={isToldElsewhere()}>
          <p class="quiet-text small-text">{t("casework.timeline.zone_told", { zone: props.event.zone })}</p>
        </Show>
      </td>
      <td>
        <b dir="auto">{props.event.title}</b> <Tag>{t(`casework.category.${props.event.category}`)}</Tag>
        <Show when={props.event.body !== ""}>
          <p class="pre-text small-text" dir="auto">
            {props.event.body}
          </p>
        </Show>
        <Show when={props.event.links.length > 0}>
          <p class="small-text quiet-text">
            {props.event.links
              .map((link) => link.name ?? defang(link.observableKind ?? "", link.observableValue ?? ""))
              .join(" · ")}
          </p>
        </Show>
      </td>
      <td>
        {props.event.source || "—"}
        <Show when={props.event.isImported}>
          <span class="quiet-text small-text"> ({t("casework.timeline.imported")})</span>
        </Show>
      </td>
      <Show when={props.mayChange}>
        <td class="work-cell-acts">
          <Button
            isSmall
            look="quiet"
            aria-label={t("casework.change_one", { name: props.event.title })}
            onClick={() => props.onEdit()}
          >
            {t("casework.change")}
          </Button>
          <Button isSmall look="quiet" onClick={() => props.onRemove()}>
            {t("casework.remove")}
          </Button>
        </td>
      </Show>
    </tr>
  );
}
