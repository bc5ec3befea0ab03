// Further filters of the directory: a class of the packs of law, an area with all below it, those whom nobody can be reached at, and those that have ended.
import { createSignal, type JSX, onMount } from "solid-js";
import type { AreaView } from "../../../backend/reporting/directory/model.ts";
import { SelectField, Tick } from "../../parts/field/field.tsx";
import { apiGet } from "../../platform/api.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { choices, loadChoices } from "./choices.ts";
import { nameIn } from "./say-facts.ts";
import { createSending } from "./send-form.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";

export const filterNames = ["text", "sector", "class", "area", "unreachable", "ended"] as const;
export type Filters = Partial<Record<(typeof filterNames)[number], string>>;

const depth = { country: 0, region: 1, district: 2, municipality: 3 } as const;

export function MoreFilters(props: {
  filters: Filters;
  onChange: (change: Partial<Record<keyof Filters, string | undefined>>) => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [areas, setAreas] = createSignal<AreaView[]>([]);
  const isSet = (): boolean =>
    Boolean(props.filters.class ?? props.filters.area ?? props.filters.unreachable ?? props.filters.ended);
  const load = async (): Promise<void> =>
    await sending.run(async () => {
      const [listed] = await Promise.all([apiGet<{ rows: AreaView[] }>("/api/v1/desk/areas"), loadChoices()]);
      setAreas(listed.rows);
    });
  onMount(() => isSet() && void load());
  return (
    <details
      class="more-filters"
      open={isSet()}
      onToggle={(event) => event.currentTarget.open && areas().length === 0 && void load()}
    >
      <summary>{t("register.filter.more")}</summary>
      <Refusal of={sending} />
      <SelectField
        isLabelHidden
        label={t("register.filter.class")}
        value={props.filters.class ?? ""}
        options={[
          { value: "", label: t("register.filter.every_class") },
          ...(choices()?.classes ?? []).map((one) => ({ value: one.id, label: one.names[currentLanguage()] })),
        ]}
        onChange={(event) => props.onChange({ class: event.currentTarget.value || undefined })}
      />
      <SelectField
        isLabelHidden
        label={t("register.filter.area")}
        value={props.filters.area ?? ""}
        options={[
          { value: "", label: t("register.filter.every_area") },
          ...areas().map((area) => ({
            value: area.id,
            label: `${"\u2003".repeat(depth[area.level])}${nameIn(area.names) ?? area.id}`,
          })),
        ]}
        onChange={(event) => props.onChange({ area: event.currentTarget.value || undefined })}
      />
      <Tick
        label={t("register.filter.without_contact")}
        checked={props.filters.unreachable === "true"}
        onChange={(isOn) => props.onChange({ unreachable: isOn ? "true" : undefined })}
      />
      <Tick
        label={t("register.ending.filter")}
        checked={props.filters.ended === "true"}
        onChange={(isOn) => props.onChange({ ended: isOn ? "true" : undefined })}
      />
      <ExportMenu list="contacts" name="contacts" query={{ sector: props.filters.sector }} />
    </details>
  );
}
