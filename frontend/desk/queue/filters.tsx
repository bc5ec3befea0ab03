// The filters of the queue as chips; what is chosen stands in the address, so that a view can be sent and kept.
import { For, type JSX, Show } from "solid-js";
import { flows } from "../../../backend/intake/model.ts";
import { reportSources } from "../../../backend/reporting/model.ts";
import { rsitClasses } from "../../../backend/triage/rsit/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Menu, type MenuItem } from "../../parts/menu/menu.tsx";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { useWords, wordsLanguages } from "../../platform/words.ts";
import { directory } from "../data/directory.ts";
import { setChoosingSectors } from "../views/own-desk.ts";
import { ViewMenu } from "../views/view-menu.tsx";

interface Filters {
  view?: string;
  severity?: string;
  class?: string;
  language?: string;
  source?: string;
  assigned?: string;
  flow?: string;
  behalf?: string;
  wakes?: string;
  sector?: string;
  tag?: string;
  due?: string;
  text?: string;
  sort?: string;
}

const filterNames = [
  "severity",
  "class",
  "language",
  "source",
  "assigned",
  "flow",
  "behalf",
  "wakes",
  "sector",
  "tag",
  "due",
  "text",
  "sort",
] as const;
type Chip = "severity" | "class" | "language" | "source" | "assigned" | "due" | "flow";

export function FilterBar(props: {
  filters: Filters;
  onChange: (change: Partial<Record<keyof Filters, string | undefined>>) => void;
}): JSX.Element {
  const t = useWords();
  const severities = ["critical", "high", "medium", "low"];
  const choices = (name: Chip, options: { value: string; label: string }[]): MenuItem[] => [
    {
      label: t("desk.filter.any"),
      isOn: props.filters[name] === undefined,
      run: () => props.onChange({ [name]: undefined }),
    },
    ...options.map(({ value, label }) => ({
      label,
      isOn: props.filters[name] === value,
      run: () => props.onChange({ [name]: value }),
    })),
  ];
  const chip = (name: Chip, options: { value: string; label: string }[]): JSX.Element => {
    const current = () => options.find((option) => option.value === props.filters[name]);
    return (
      <Menu
        look="plain"
        isChosen={current() !== undefined}
        name={current() ? `${t(`desk.filter.${name}`)}: ${current()?.label ?? ""}` : t(`desk.filter.${name}`)}
        label={current()?.label ?? t(`desk.filter.${name}`)}
        items={choices(name, options)}
      />
    );
  };
  const hasAny = () => filterNames.some((name) => name !== "sort" && props.filters[name] !== undefined);
  // What only views set is shown as a chip that takes it away.
  const dropped = () =>
    (["behalf", "wakes", "sector", "tag"] as const).filter((name) => props.filters[name] !== undefined);
  return (
    <div class="filters" role="group" aria-label={t("desk.filter.title")}>
      {chip(
        "severity",
        severities.map((value) => ({
          value,
          label: t("desk.filter.at_least", { severity: t(`common.severity.${value}`) }),
        })),
      )}
      {chip(
        "class",
        rsitClasses.map((value) => ({ value, label: t(`desk.rsit.class.${value}`) })),
      )}
      {chip("assigned", [
        { value: "me", label: t("desk.filter.me") },
        { value: "nobody", label: t("desk.filter.nobody") },
        ...directory().people.map((person) => ({ value: person.id, label: person.name })),
      ])}
      {chip(
        "source",
        reportSources.map((value) => ({ value, label: t(`desk.source.${value}`) })),
      )}
      {chip(
        "language",
        wordsLanguages.map((value) => ({ value, label: t(`common.language.${value}`) })),
      )}
      {chip("due", [
        { value: "6h", label: t("views.due.6h") },
        { value: "24h", label: t("views.due.24h") },
      ])}
      {chip(
        "flow",
        flows.map((value) => ({ value, label: t(`desk.flow.${value}`) })),
      )}
      <For each={dropped()}>
        {(name) => (
          <Button isSmall class="chip-text" onClick={() => props.onChange({ [name]: undefined })}>
            {name === "tag"
              ? `#${props.filters.tag ?? ""}`
              : name === "sector"
                ? props.filters.sector === "mine"
                  ? t("desk-more.sectors.mine")
                  : t(`desk.directory.sector.${props.filters.sector ?? ""}`)
                : t(`views.chip.${name}`)}{" "}
            ×
          </Button>
        )}
      </For>
      <Show when={props.filters.text}>
        {(text) => (
          <Button
            isSmall
            class="chip-text"
            onClick={() => props.onChange({ text: undefined })}
            aria-label={t("desk.filter.drop_text", { text: text() })}
          >
            {t("desk.quote", { text: text() })} ×
          </Button>
        )}
      </Show>
      <Show when={hasAny()}>
        <Button
          isSmall
          look="quiet"
          onClick={() => props.onChange(Object.fromEntries(filterNames.map((name) => [name, undefined])))}
        >
          {t("desk.filter.clear")}
        </Button>
      </Show>
      <Show when={props.filters.sector === "mine"}>
        <Button isSmall onClick={() => setChoosingSectors(true)}>
          {t("desk-more.sectors.choose")}
        </Button>
      </Show>
      <ViewMenu list="reports" />
      <ExportMenu
        list="reports"
        query={{
          view: props.filters.view,
          ...Object.fromEntries(filterNames.map((name) => [name, props.filters[name]])),
        }}
      />
    </div>
  );
}
