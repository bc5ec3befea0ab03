// Adding a file that proves a duty, with the day since when it holds; and withdrawing one, with the reason.
import { createSignal, type JSX } from "solid-js";
import type { EvidenceView, ItemView } from "../../../backend/compliance/assessments/model.ts";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost, apiPostFile } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { asBytes } from "../../shell/authority/as-bytes.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function AddEvidenceDialog(props: {
  packId: string;
  item: ItemView;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [file, setFile] = createSignal<File>();
  const [effectiveOn, setEffectiveOn] = createSignal("");
  const [expiresOn, setExpiresOn] = createSignal("");
  return (
    <ActDialog
      asks="assessment"
      title={t("assessments.add_evidence")}
      description={props.item.title}
      act={t("assessments.add_evidence")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () => {
        const taken = file();
        const days = { effectiveOn: effectiveOn(), ...(expiresOn() === "" ? {} : { expiresOn: expiresOn() }) };
        const path = `/api/v1/assessments/${props.packId}/items/${props.item.obligation}/evidence`;
        await apiPostFile(`${path}?${new URLSearchParams(days)}`, taken && asBytes(taken), {
          "file-name": encodeURIComponent(taken?.name ?? ""),
        });
      }}
    >
      <TextField
        name="file"
        type="file"
        label={t("assessments.field.file")}
        why={whyAsked("assessments.field.file")}
        required
        onChange={(change) => setFile(change.currentTarget.files?.[0])}
      />
      <TextField
        name="effectiveOn"
        type="date"
        label={t("assessments.field.effective")}
        hint={t("assessments.field.effective_hint")}
        required
        value={effectiveOn()}
        onInput={(input) => setEffectiveOn(input.currentTarget.value)}
      />
      <TextField
        name="expiresOn"
        type="date"
        label={t("assessments.field.expires")}
        hint={t("assessments.field.expires_hint")}
        value={expiresOn()}
        min={effectiveOn()}
        onInput={(input) => setExpiresOn(input.currentTarget.value)}
      />
    </ActDialog>
  );
}

export function WithdrawEvidenceDialog(props: {
  evidence: EvidenceView;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  return (
    <ActDialog
      asks="assessment"
      title={t("assessments.evidence.withdraw_title")}
      description={props.evidence.name}
      act={t("assessments.evidence.withdraw")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost(`/api/v1/assessments/evidence/${props.evidence.id}/withdraw`, { reason: reason() })
      }
    >
      <TextArea
        name="reason"
        label={t("assessments.field.why")}
        why={whyAsked("assessments.field.why")}
        rows={2}
        required
        minLength={3}
        maxLength={500}
        value={reason()}
        onInput={(input) => setReason(input.currentTarget.value)}
      />
    </ActDialog>
  );
}
