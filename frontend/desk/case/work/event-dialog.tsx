// An entry of the timeline as a form: when, in which zone, what, from where it is known, and what it touches.
import { createSignal, For, type JSX, Show } from "solid-js";
import { eventCategories, type EventView } from "../../../../backend/cases/timeline/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import type { CasePage } from "../../../../backend/reporting/model.ts";
import { SelectField, TextArea, TextField, Tick } from "../../../parts/field/field.tsx";
import { apiGet, apiPatch, apiPost } from "../../../platform/api.ts";
import { readerZone } from "../../../platform/format.ts";
import { useWords } from "../../../platform/words.ts";
import { showToast } from "../../../parts/toast/toast.tsx";
import { defang } from "../../data/defang.ts";
import type { Work } from "./create-work.ts";
import { fromField, sayUtc, toField } from "./times.ts";
import { WorkDialog } from "./work-dialog.tsx";

interface Target {
  key: string;
  name: string;
  group: "link_assets" | "link_values" | "link_files";
  link:
    | { kind: "asset" | "file" | "evidence"; targetId: string }
    | { kind: "observable"; observableKind: string; observableValue: string };
}
const groups = ["link_assets", "link_values", "link_files"] as const;
const keyOf = (link: EventView["links"][number]): string =>
  link.kind === "observable"
    ? `observable:${link.observableKind}:${link.observableValue}`
    : `${link.kind}:${link.targetId}`;

export function EventDialog(props: {
  of: CaseWork;
  event: EventView | undefined;
  work: Work;
  onClose: () => void;
}): JSX.Element {
  const t = useWords();
  const { event, work } = props;
  const { caseId, assets, files } = props.of;
  const isUtcTold = event?.zone === "UTC";
  const [isUtc, setUtc] = createSignal(isUtcTold);
  const [at, setAt] = createSignal(toField(event?.happenedAt ?? null, isUtcTold));
  const [end, setEnd] = createSignal(toField(event?.endedAt ?? null, isUtcTold));
  const [isApproximate, setApproximate] = createSignal(event?.isApproximate ?? false);
  const [category, setCategory] = createSignal<EventView["category"]>(event?.category ?? "other");
  const [title, setTitle] = createSignal(event?.title ?? "");
  const [body, setBody] = createSignal(event?.body ?? "");
  const [source, setSource] = createSignal(event?.source ?? "");
  const [chosen, setChosen] = createSignal<string[]>((event?.links ?? []).map(keyOf));
  const [values, setValues] = createSignal<CasePage["observables"]>([]);
  apiGet<CasePage>(`/api/v1/desk/cases/${caseId}`)
    .then((page) => setValues(page.observables.slice(0, 40)))
    .catch(() => undefined);
  const targets = (): Target[] => [
    ...assets.map(
      ({ id, name }): Target => ({
        key: `asset:${id}`,
        name,
        group: "link_assets",
        link: { kind: "asset", targetId: id },
      }),
    ),
    ...values().map(
      ({ kind, value }): Target => ({
        key: `observable:${kind}:${value}`,
        name: defang(kind, value),
        group: "link_values",
        link: { kind: "observable", observableKind: kind, observableValue: value },
      }),
    ),
    ...files.map(
      ({ kind, id, name }): Target => ({
        key: `${kind}:${id}`,
        name,
        group: "link_files",
        link: { kind, targetId: id },
      }),
    ),
  ];
  const stored = () => {
    const now = work.work()?.events.find(({ id }) => id === event?.id);
    if (!now) return undefined;
    const said = fromField(at(), isUtc());
    return {
      version: now.version,
      fields: [
        { label: t("casework.timeline.time"), mine: said ? sayUtc(said) : "", theirs: sayUtc(now.happenedAt) },
        { label: t("casework.timeline.title_field"), mine: title().trim(), theirs: now.title },
        {
          label: t("casework.timeline.category"),
          mine: t(`casework.category.${category()}`),
          theirs: t(`casework.category.${now.category}`),
        },
        { label: t("casework.timeline.source"), mine: source().trim(), theirs: now.source },
        { label: t("casework.timeline.body"), mine: body().trim(), theirs: now.body },
      ],
    };
  };
  const send = async (version: number): Promise<void> => {
    const links = targets()
      .filter(({ key }) => chosen().includes(key))
      .map(({ link }) => link);
    const form = {
      happenedAt: fromField(at(), isUtc()) ?? "",
      endedAt: fromField(end(), isUtc()),
      zone: isUtc() ? "UTC" : readerZone(),
      isApproximate: isApproximate(),
      category: category(),
      title: title(),
      body: body(),
      source: source(),
      links,
    };
    if (event) await apiPatch(`/api/v1/desk/case-parts/events/${event.id}`, { version, ...form });
    else await apiPost(`/api/v1/desk/cases/${caseId}/events`, form);
  };
  return (
    <WorkDialog
      title={event ? t("casework.change_one", { name: event.title }) : t("casework.timeline.add")}
      isWide
      send={send}
      {...(event ? { seen: event.version, stored } : {})}
      reload={work.reload}
      onClose={() => props.onClose()}
      onDone={() => showToast({ text: t("casework.saved") })}
    >
      {(errorOf) => (
        <>
          <TextField
            label={t("casework.timeline.title_field")}
            value={title()}
            maxLength={300}
            error={errorOf("title")}
            onInput={(input) => setTitle(input.currentTarget.value)}
          />
          <div class="work-pair">
            <TextField
              type="datetime-local"
              step="1"
              label={t("casework.timeline.time")}
              value={at()}
              error={errorOf("happenedAt")}
              onInput={(input) => setAt(input.currentTarget.value)}
            />
            <SelectField
              label={t("casework.timeline.zone")}
              value={isUtc() ? "UTC" : "own"}
              options={[
                { value: "own", label: t("casework.timeline.zone_own", { zone: readerZone() }) },
                { value: "UTC", label: "UTC" },
              ]}
              onChange={(input) => setUtc(input.currentTarget.value === "UTC")}
            />
          </div>
          <Tick label={t("casework.timeline.approximate")} checked={isApproximate()} onChange={setApproximate} />
          <div class="work-pair">
            <TextField
              type="datetime-local"
              step="1"
              label={t("casework.timeline.end")}
              value={end()}
              error={errorOf("endedAt")}
              onInput={(input) => setEnd(input.currentTarget.value)}
            />
            <SelectField
              label={t("casework.timeline.category")}
              value={category()}
              options={eventCategories.map((value) => ({ value, label: t(`casework.category.${value}`) }))}
              onChange={(input) =>
                setCategory(eventCategories.find((one) => one === input.currentTarget.value) ?? "other")
              }
            />
          </div>
          <TextField
            label={t("casework.timeline.source")}
            hint={t("casework.timeline.source_hint")}
            value={source()}
            maxLength={300}
            error={errorOf("source")}
            onInput={(input) => setSource(input.currentTarget.value)}
          />
          <TextArea
            label={t("casework.timeline.body")}
            rows={3}
            value={body()}
            maxLength={20_000}
            onInput={(input) => setBody(input.currentTarget.value)}
          />
          <For each={groups.filter((group) => targets().some((one) => one.group === group))}>
            {(group) => (
              <fieldset class="plain-fieldset work-ticks">
                <legend class="field-label">{t(`casework.timeline.${group}`)}</legend>
                <For each={targets().filter((one) => one.group === group)}>
                  {(one) => (
                    <Tick
                      label={one.name}
                      checked={chosen().includes(one.key)}
                      onChange={(isOn) =>
                        setChosen((all) => (isOn ? [...all, one.key] : all.filter((key) => key !== one.key)))
                      }
                    />
                  )}
                </For>
              </fieldset>
            )}
          </For>
          <Show when={errorOf("links")}>
            <p class="field-error">{errorOf("links")}</p>
          </Show>
        </>
      )}
    </WorkDialog>
  );
}
