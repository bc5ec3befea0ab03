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
import { describeProblem } from "../../shell/data/tell-problem.ts";

export function MappingCard(props: { view: ImportView; onChanged: (view: ImportView) => void }): JSX.Element {
  const t = useWords();
  const [mapping, setMapping] = createSignal<Record<string, ImportField>>({});
  const [defaults, setDefaults] = createSignal<ImportView["defaults"]>(props.view.defaults);
  const [keepAs, setKeepAs] = createSignal("");
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  createEffect(
    on(
      () => `${props.view.id} ${props.view.version}`,
      () => {
        setMapping(props.view.mapping);
        setDefaults(props.view.defaults);
      },
    ),
  );
  const bring = (column: number, field: string): void => {
    const next = { ...mapping() };
    const known = importFields.find((one) => one === field);
    if (known) next[String(column)] = known;
    else delete next[String(column)];
    setMapping(next);
  };
  const judge = async (sheet?: string): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
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
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t("imports.columns")} count={props.view.header.length}>
      <p class="quiet-text">{t("imports.columns_hint")}</p>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
      <Show when={props.view.sheets.length > 1}>
        <SelectField
          label={t("imports.sheet")}
          value={props.view.sheet ?? ""}
          options={props.view.sheets.map((value) => ({ value, label: value }))}
          disabled={isBusy()}
          onChange={(event) => void judge(event.currentTarget.value)}
        />
      </Show>
      <div class="table-scroll" tabindex="0" role="region" aria-label={t("imports.columns_hint")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("imports.column")}</th>
              <th scope="col">{t("imports.brings")}</th>
              <th scope="col">{t("imports.samples")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.view.header}>
              {(heading, at) => (
                <tr>
                  <th scope="row" dir="auto">
                    {heading || t("imports.unnamed", { number: at() + 1 })}
                  </th>
                  <td>
                    <SelectField
                      isLabelHidden
                      label={`${heading || t("imports.unnamed", { number: at() + 1 })} ${t("imports.brings")}`}
                      value={mapping()[String(at())] ?? ""}
                      options={[
                        { value: "", label: t("imports.leave_out") },
                        ...importFields.map((value) => ({ value, label: t(`imports.field.${value}`) })),
                      ]}
                      onChange={(event) => bring(at(), event.currentTarget.value)}
                    />
                  </td>
                  <td class="quiet-text care-samples" dir="auto">
                    {props.view.samples
                      .map((cells) => cells[at()] ?? "")
                      .filter((cell) => cell !== "")
                      .join(" · ")}
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
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
      <Button isBusy={isBusy()} disabled={isBusy()} onClick={() => void judge()}>
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
