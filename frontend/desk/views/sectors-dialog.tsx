// Which sectors are one's own: what the view "My sector" shows.
import { createSignal, For, type JSX } from "solid-js";
import { sectors as allSectors } from "../../../backend/registry/sectors/model.ts";
import { Tick } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";
import { keepOwnSectors, sectors } from "./own-desk.ts";
import { refreshViews } from "./views-store.ts";
import "../report/report.css";

export function SectorsDialog(props: { onClose: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending("above");
  const [chosen, setChosen] = createSignal<readonly string[]>(sectors());
  return (
    <FormDialog
      title={t("desk-more.sectors.title")}
      description={t("desk-more.sectors.hint")}
      sending={sending}
      onSubmit={async () => {
        await keepOwnSectors(chosen());
        refreshViews(0);
        showToast({ text: t("desk-more.sectors.kept") });
        props.onClose();
      }}
      onClose={() => props.onClose()}
    >
      <div class="sector-ticks">
        <For each={allSectors}>
          {(sector) => (
            <Tick
              label={t(`desk.directory.sector.${sector}`)}
              checked={chosen().includes(sector)}
              onChange={(isOn) => setChosen(isOn ? [...chosen(), sector] : chosen().filter((one) => one !== sector))}
            />
          )}
        </For>
      </div>
    </FormDialog>
  );
}
