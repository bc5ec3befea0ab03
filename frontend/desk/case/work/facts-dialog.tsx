// Restoration and root cause as a form.
import { createSignal, type JSX, onMount, Show } from "solid-js";
import { type OutcomeView, rootCauses } from "../../../../backend/cases/after/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import type { FunctionView } from "../../../../backend/registry/relations/model.ts";
import { SelectField, TextArea, TextField } from "../../../parts/field/field.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiGet, apiPut } from "../../../platform/api.ts";
import { currentLanguage, useWords } from "../../../platform/words.ts";
import type { Work } from "./create-work.ts";
import { fromField, sayLocal, toField } from "./times.ts";
import { WorkDialog } from "./work-dialog.tsx";

const affected = { yes: true, no: false, unknown: null } as const;
const sayAffected = (is: boolean | null): keyof typeof affected => (is === null ? "unknown" : is ? "yes" : "no");

export function FactsDialog(props: { of: CaseWork; work: Work; onClose: () => void }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const { caseId } = props.of;
  const before: OutcomeView | undefined = props.of.outcome ? { ...props.of.outcome } : undefined;
  const [restored, setRestored] = createSignal(toField(before?.restoredAt ?? null));
  const [verifiedBy, setVerifiedBy] = createSignal(before?.verifiedBy ?? "");
  const [isAffected, setAffected] = createSignal(sayAffected(before?.isFunctionAffected ?? null));
  const [functionId, setFunction] = createSignal(before?.functionId ?? "");
  const [functionNote, setFunctionNote] = createSignal(before?.functionNote ?? "");
  const [publicUpdate, setPublic] = createSignal(before?.publicUpdate ?? "");
  const [publicAt, setPublicAt] = createSignal(toField(before?.publicUpdateAt ?? null));
  const [cause, setCause] = createSignal<string>(before?.rootCause ?? "");
  const [causeNote, setCauseNote] = createSignal(before?.rootCauseNote ?? "");
  const [functions, setFunctions] = createSignal<FunctionView[]>([]);
  onMount(() => {
    apiGet<{ rows: FunctionView[] }>("/api/v1/registry/functions")
      .then(({ rows }) => setFunctions(rows))
      .catch(() => undefined);
  });
  const sayFunction = (is: boolean | null): string => {
    const words = { yes: "casework.fields.yes", no: "casework.fields.no", unknown: "casework.after.function_unknown" };
    return t(words[sayAffected(is)]);
  };
  const sayCause = (code: string | null): string =>
    t(code ? `casework.after.cause.${code}` : "casework.after.no_cause");
  const stored = () => {
    const now = work.work()?.outcome;
    if (!now) return undefined;
    const local = (at: string | null): string => (at ? sayLocal(at) : "");
    return {
      version: now.version,
      fields: [
        { label: t("casework.after.restored"), mine: restored().replace("T", " "), theirs: local(now.restoredAt) },
        { label: t("casework.after.verified"), mine: verifiedBy().trim(), theirs: now.verifiedBy },
        { label: t("casework.after.cause"), mine: sayCause(cause() || null), theirs: sayCause(now.rootCause) },
        { label: t("casework.after.cause_note"), mine: causeNote().trim(), theirs: now.rootCauseNote },
        {
          label: t("casework.after.function"),
          mine: sayFunction(affected[isAffected()]),
          theirs: sayFunction(now.isFunctionAffected),
        },
        { label: t("casework.after.function_note"), mine: functionNote().trim(), theirs: now.functionNote },
        { label: t("casework.after.public"), mine: publicUpdate().trim(), theirs: now.publicUpdate },
        { label: t("casework.after.public_at"), mine: publicAt().replace("T", " "), theirs: local(now.publicUpdateAt) },
      ],
    };
  };
  const send = async (version: number): Promise<void> => {
    const isYes = isAffected() === "yes";
    await apiPut(`/api/v1/desk/cases/${caseId}/outcome`, {
      version,
      restoredAt: fromField(restored()),
      verifiedBy: verifiedBy(),
      isFunctionAffected: affected[isAffected()],
      functionId: isYes ? functionId() || null : null,
      functionNote: isYes ? functionNote() : "",
      publicUpdate: publicUpdate(),
      publicUpdateAt: fromField(publicAt()),
      rootCause: cause() || null,
      rootCauseNote: causeNote(),
    });
  };
  return (
    <WorkDialog
      title={t("casework.after.facts")}
      isWide
      send={send}
      seen={before?.version ?? 0}
      stored={stored}
      reload={work.reload}
      onClose={() => props.onClose()}
      onDone={() => showToast({ text: t("casework.saved") })}
    >
      {(errorOf) => (
        <>
          <div class="work-pair">
            <TextField
              type="datetime-local"
              label={t("casework.after.restored")}
              value={restored()}
              error={errorOf("restoredAt")}
              onInput={(event) => setRestored(event.currentTarget.value)}
            />
            <TextField
              label={t("casework.after.verified")}
              hint={t("casework.after.verified_hint")}
              value={verifiedBy()}
              maxLength={300}
              error={errorOf("verifiedBy")}
              onInput={(event) => setVerifiedBy(event.currentTarget.value)}
            />
          </div>
          <SelectField
            label={t("casework.after.cause")}
            hint={t("casework.after.cause_hint")}
            value={cause()}
            options={[
              { value: "", label: t("casework.after.no_cause") },
              ...rootCauses.map((value) => ({ value, label: t(`casework.after.cause.${value}`) })),
            ]}
            onChange={(event) => setCause(event.currentTarget.value)}
          />
          <TextArea
            label={t("casework.after.cause_note")}
            rows={2}
            value={causeNote()}
            maxLength={4000}
            onInput={(event) => setCauseNote(event.currentTarget.value)}
          />
          <SelectField
            label={t("casework.after.function")}
            value={isAffected()}
            options={(["unknown", "no", "yes"] as const).map((value) => ({
              value,
              label: sayFunction(affected[value]),
            }))}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setAffected(value === "yes" || value === "no" ? value : "unknown");
            }}
          />
          <Show when={isAffected() === "yes"}>
            <SelectField
              label={t("casework.after.function_which")}
              value={functionId()}
              options={[
                { value: "", label: t("casework.after.function_other") },
                ...functions().map(({ id, code, names }) => ({
                  value: id,
                  label: names[currentLanguage()] ?? names["fr"] ?? code,
                })),
              ]}
              onChange={(event) => setFunction(event.currentTarget.value)}
            />
            <TextArea
              label={t("casework.after.function_note")}
              rows={2}
              value={functionNote()}
              maxLength={2000}
              onInput={(event) => setFunctionNote(event.currentTarget.value)}
            />
          </Show>
          <TextArea
            label={t("casework.after.public")}
            rows={2}
            value={publicUpdate()}
            maxLength={4000}
            onInput={(event) => setPublic(event.currentTarget.value)}
          />
          <TextField
            type="datetime-local"
            label={t("casework.after.public_at")}
            value={publicAt()}
            error={errorOf("publicUpdateAt")}
            onInput={(event) => setPublicAt(event.currentTarget.value)}
          />
        </>
      )}
    </WorkDialog>
  );
}
