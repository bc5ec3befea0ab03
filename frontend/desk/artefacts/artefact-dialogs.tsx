// The small dialogs of an artefact's page: letting its bytes out as an archive, giving it to somebody, ending it without a result.
import { createSignal, type JSX, onMount } from "solid-js";
import type { ArtefactPage as Page } from "../../../backend/cases/artefacts/model.ts";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { apiPost, apiPostForFile } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { directory, loadDirectory } from "../data/directory.ts";

export function ArchiveDialog(props: {
  page: Page;
  onClose: () => void;
  onDone: (known: { name: string; password: string }) => void;
}): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const fetchIt = async (): Promise<void> => {
    const { blob, headers } = await apiPostForFile(`/api/v1/desk/artefacts/${props.page.id}/archive`, {
      reason: reason(),
    });
    const name = headers.get("toguna-archive-name") ?? "archive.zip";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    props.onDone({ name, password: headers.get("toguna-archive-password") ?? "" });
  };
  return (
    <ActDialog
      title={t("artefacts.archive")}
      description={t("artefacts.archive_hint")}
      act={t("artefacts.archive")}
      send={fetchIt}
      onClose={() => props.onClose()}
      onDone={() => {}}
    >
      <TextArea
        name="reason"
        label={t("artefacts.reason")}
        rows={2}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

export function GiveDialog(props: { onClose: () => void; onGive: (personId: string) => Promise<void> }): JSX.Element {
  const t = useWords();
  const [person, setPerson] = createSignal("");
  onMount(() => void loadDirectory());
  return (
    <ActDialog
      title={t("artefacts.give")}
      act={t("artefacts.give")}
      send={async () => {
        if (person() !== "") await props.onGive(person());
      }}
      onClose={() => props.onClose()}
      onDone={() => {}}
    >
      <SelectField
        name="personId"
        label={t("artefacts.give_to")}
        value={person()}
        options={[
          { value: "", label: t("artefacts.choose") },
          ...directory().people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => setPerson(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

export function EndDialog(props: { page: Page; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  return (
    <ActDialog
      title={t("artefacts.end")}
      act={t("artefacts.end")}
      send={async () =>
        await apiPost(`/api/v1/desk/artefacts/${props.page.id}/steps`, {
          step: "end",
          reason: reason(),
          version: props.page.version,
        })
      }
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <TextArea
        name="reason"
        label={t("artefacts.reason")}
        rows={2}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
