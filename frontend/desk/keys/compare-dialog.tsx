// Writes down that a fingerprint was compared with its owner, and how.
import { createSignal, type JSX } from "solid-js";
import { type KeyRow, spacedFingerprint, verificationWays } from "../../../backend/coordination/openpgp/model.ts";
import { SelectField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";

export function CompareDialog(props: { row: KeyRow; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [way, setWay] = createSignal<string>("telephone");
  return (
    <FormDialog
      title={props.row.owner}
      description={t("openpgp.compare_text")}
      act={t("openpgp.compare")}
      sending={sending}
      onClose={props.onClose}
      onSubmit={async () => {
        await apiPost("/api/v1/openpgp/verifications", { fingerprint: props.row.fingerprint, way: way() });
        props.onDone();
        props.onClose();
      }}
    >
      <p class="key-fingerprint">{spacedFingerprint(props.row.fingerprint)}</p>
      <SelectField
        name="way"
        label={t("openpgp.way")}
        value={way()}
        options={verificationWays.map((value) => ({ value, label: t(`openpgp.way.${value}`) }))}
        onChange={(event) => setWay(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
