// Which column brings what: one line a column with some of its cells, changeable, and kept under a name for the next file.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { contactRoles } from "../../../backend/registry/model.ts";
import { sectors } from "../../../backend/registry/sectors/model.ts";
import { importFields, type ImportField, type ImportView } from "../../../backend/registry/imports/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";
import { createSending } from "../../shell/forms/send-form.ts";
import { ColumnsTable } from "../importing/columns-table.tsx";

export function MappingCard(props: { view: ImportView; onChanged: (view: ImportView) => void }): JSX.Element {
  const t = useWords();
  const [mapping, setMapping] = createSignal<Record<string, ImportField>>({});
  const [defaults, setDefaults] = createSignal<ImportView["defaults"]>(props.view.defaults);
  const [keepAs, setKeepAs] = createSignal("");
  const sending = createSending("above");
  createEffect(
    on(
      () => `${props.view.id} ${props.view.version}`,
      () => {
        setMapping(props.view.mapping);
        setDefaults(props.view.defaults);
      },
    ),
  );
  const bring = (column: number, field: ImportField | undefined): void => {
    const next = { ...mapping() };
    if (field) next[String(column)] = field;
    else delete next[String(column)];
    setMapping(next);
  };
  const judge = async (sheet?: string): Promise<void> =>
    await sending.run(async () => {
      const name = keepAs().trim();
      props.onChanged(
        await apiPut<ImportView>(`/api/v1/registry/imports/${props.view.id}/mapping`, {
          version: props.view.version,
          mapping: mapping(),
          defaults: defaults(),
          ...(sheet === undefined ? {} : { sheet }),
          ...(name === "" ? {} : { keepAs: name }),
        }),
      );
      setKeepAs("");
    });
  return (
    <Card title={t("imports.columns")} count={props.view.header.length}>
      <p class="quiet-text">{t("imports.columns_hint")}</p>
      <Refusal of={sending} />
      <Show when={props.view.sheets.length > 1}>
        <SelectField
          label={t("imports.sheet")}
          value={props.view.sheet ?? ""}
          options={props.view.sheets.map((value) => ({ value, label: value }))}
          disabled={sending.isBusy()}
          onChange={(event) => void judge(event.currentTarget.value)}
        />
      </Show>
      <ColumnsTable
        words={{
          column: t("imports.column"),
          brings: t("imports.brings"),
          samples: t("imports.samples"),
          leaveOut: t("imports.leave_out"),
          unnamed: (number) => t("imports.unnamed", { number }),
        }}
        header={props.view.header}
        samples={props.view.samples}
        fields={importFields}
        nameOf={(field) => t(`imports.field.${field}`)}
        mapping={mapping()}
        onMap={bring}
      />
      <div class="list-filters">
        <SelectField
          label={t("imports.default_sector")}
          value={defaults().sector ?? ""}
          options={[
            { value: "", label: t("imports.no_default") },
            ...sectors.map((value) => ({ value, label: t(`desk.directory.sector.${value}`) })),
          ]}
          onChange={(event) => {
            const { sector: _before, ...others } = defaults();
            const chosen = sectors.find((one) => one === event.currentTarget.value);
            setDefaults(chosen ? { ...others, sector: chosen } : others);
          }}
        />
        <SelectField
          label={t("imports.default_role")}
          value={defaults().contactRole}
          options={contactRoles.map((value) => ({ value, label: t(`desk.directory.role.${value}`) }))}
          onChange={(event) => {
            const chosen = contactRoles.find((one) => one === event.currentTarget.value);
            if (chosen) setDefaults({ ...defaults(), contactRole: chosen });
          }}
        />
        <SelectField
          label={t("imports.default_language")}
          value={defaults().language}
          options={(["fr", "en", "mn"] as const).map((value) => ({ value, label: t(`common.language.${value}`) }))}
          onChange={(event) => {
            const chosen = (["fr", "en", "mn"] as const).find((one) => one === event.currentTarget.value);
            if (chosen) setDefaults({ ...defaults(), language: chosen });
          }}
        />
        <TextField
          label={t("imports.keep_as")}
          maxLength={100}
          value={keepAs()}
          onInput={(event) => setKeepAs(event.currentTarget.value)}
        />
      </div>
      <Button isBusy={sending.isBusy()} disabled={sending.isBusy()} onClick={() => void judge()}>
        {t("imports.judge")}
      </Button>
      <Show when={props.view.problems.length > 0}>
        <Notice tone="mind">
          <b>{t("imports.unread", { count: props.view.problems.length })}</b>
          <ul>
            <For each={props.view.problems.slice(0, 20)}>
              {({ line, code }) => <li>{t(`imports.unread.${code}`, { line })}</li>}
            </For>
          </ul>
        </Notice>
      </Show>
    </Card>
  );
}
