// Title and severity of a case; only what differs is sent.
import { createEffect, createSignal, type JSX, on } from "solid-js";
import type { ChangeCase } from "../../../backend/cases/model.ts";
import type { CasePage } from "../../../backend/reporting/model.ts";
import { levels } from "../../../backend/triage/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";

export type CaseChange = Omit<ChangeCase, "caseId" | "version">;

export function EditCaseDialog(props: {
  isOpen: boolean;
  page: CasePage;
  onClose: () => void;
  /** With the version that stood there when the dialog opened: the page may be renewed underneath meanwhile. */
  onDone: (change: CaseChange, seenVersion: number) => void;
}): JSX.Element {
  const t = useWords();
  const [title, setTitle] = createSignal("");
  const [severity, setSeverity] = createSignal<CasePage["severity"]>("medium");
  const [error, setError] = createSignal<string>();
  const [seen, setSeen] = createSignal({ title: "", severity: "medium" as CasePage["severity"], version: 0 });
  createEffect(
    on(
      () => props.isOpen,
      () => {
        const { title: oldTitle, severity: oldSeverity, version } = props.page;
        setSeen({ title: oldTitle, severity: oldSeverity, version });
        setTitle(oldTitle);
        setSeverity(oldSeverity);
        setError(undefined);
      },
    ),
  );
  const submit = (event: Event): void => {
    event.preventDefault();
    if (title().trim() === "") {
      setError(t("desk.edit_case.empty"));
      return;
    }
    const change: CaseChange = {
      ...(title().trim() === seen().title ? {} : { title: title().trim() }),
      ...(severity() === seen().severity ? {} : { severity: severity() }),
    };
    if (Object.keys(change).length === 0) props.onClose();
    else props.onDone(change, seen().version);
  };
  return (
    <Dialog isOpen={props.isOpen} onClose={() => props.onClose()} title={t("desk.act.edit_case")}>
      <form onSubmit={submit}>
        <TextField
          label={t("desk.edit_case.title")}
          value={title()}
          maxLength={300}
          error={error()}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <SelectField
          label={t("desk.assessment.severity")}
          value={severity()}
          options={levels.map((value) => ({ value, label: t(`common.severity.${value}`) }))}
          onChange={(event) => setSeverity(levels.find((level) => level === event.currentTarget.value) ?? "medium")}
        />
        <DialogButtons act={t("desk.edit_case.save")} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
