// The filters of the cases as chips; what is chosen stands in the address, so that a view can be sent and kept.
import { type JSX, Show } from "solid-js";
import { dueWithin } from "../../../backend/reporting/lists/model.ts";
import { rsitClasses } from "../../../backend/triage/rsit/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Menu } from "../../parts/menu/menu.tsx";
import { useWords } from "../../platform/words.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { directory } from "../data/directory.ts";
import { ViewMenu } from "../views/view-menu.tsx";

export interface CaseFilters {
  status?: string;
  mine?: string;
  severity?: string;
  class?: string;
  owner?: string;
  tag?: string;
  due?: string;
  text?: string;
  sort?: string;
}

export function CaseFilterBar(props: {
  filters: CaseFilters;
  onChange: (change: Partial<Record<keyof CaseFilters, string | undefined>>) => void;
}): JSX.Element {
  const t = useWords();
  const chip = (
    name: "severity" | "class" | "owner" | "due",
    title: string,
    options: { value: string; label: string }[],
  ): JSX.Element => {
    const current = () => options.find((option) => option.value === props.filters[name]);
    return (
      <Menu
        look="plain"
        isChosen={current() !== undefined}
        name={current() ? `${title}: ${current()?.label ?? ""}` : title}
        label={current()?.label ?? title}
        items={[
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
        ]}
      />
    );
  };
  return (
    <div class="filters" role="group" aria-label={t("desk.filter.title")}>
      <TextField
        isLabelHidden
        label={t("desk.cases.find")}
        placeholder={t("desk.cases.find")}
        value={props.filters.text ?? ""}
        onInput={(event) => props.onChange({ text: event.currentTarget.value || undefined })}
      />
      {chip(
        "severity",
        t("desk.filter.severity"),
        ["critical", "high", "medium", "low"].map((value) => ({
          value,
          label: t("desk.filter.at_least", { severity: t(`common.severity.${value}`) }),
        })),
      )}
      {chip(
        "class",
        t("desk.filter.class"),
        rsitClasses.map((value) => ({ value, label: t(`desk.rsit.class.${value}`) })),
      )}
      {chip("owner", t("views.cases.owner"), [
        { value: "nobody", label: t("desk.filter.nobody") },
        ...directory().people.map((person) => ({ value: person.id, label: person.name })),
      ])}
      {chip(
        "due",
        t("desk.filter.due"),
        dueWithin.map((value) => ({ value, label: t(`views.due.${value}`) })),
      )}
      <Show when={props.filters.tag}>
        {(tag) => (
          <Button isSmall class="chip-text" onClick={() => props.onChange({ tag: undefined })}>
            #{tag()} ×
          </Button>
        )}
      </Show>
      <ViewMenu list="cases" />
      <ExportMenu list="cases" query={{ ...props.filters }} />
    </div>
  );
}
