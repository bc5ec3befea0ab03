// Entering a filing that came on paper: the day of its arrival counts, the scan is kept with it.
import { useNavigate } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { EntityRow, ProfileAnswerView } from "../../../backend/compliance/offices/answers/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiGet, apiPostForm } from "../../platform/api.ts";
import { useWords, wordsLanguages } from "../../platform/words.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { can } from "../../shell/session.ts";

export function PaperCard(props: { onDone: () => Promise<void> }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [isOpen, setOpen] = createSignal(false);
  const [scan, setScan] = createSignal<File>();
  const [entities] = createResource(
    isOpen,
    async () => (await apiGet<{ rows: EntityRow[] }>("/api/v1/office/entities")).rows,
  );
  const [profile] = createResource(isOpen, async () => await apiGet<ProfileAnswerView>("/api/v1/office/profile"));
  const enter = async (_kind: string, { nature, ...body }: Record<string, unknown>): Promise<void> => {
    const form = new FormData();
    form.set("input", JSON.stringify({ ...body, fields: [{ id: "nature", value: nature }] }));
    const file = scan();
    if (file) form.set("file", file);
    const made = await apiPostForm<{ id: string }>("/api/v1/office/filings", form);
    setOpen(false);
    await props.onDone();
    navigate(`/filings/${made.id}`);
  };
  return (
    <Show when={can("authority.work")}>
      <div>
        <Button onClick={() => setOpen(!isOpen())}>{t("inspections.filings.paper")}</Button>
      </div>
      <Show when={isOpen()}>
        <StepCard
          asks="on_paper"
          title={t("inspections.filings.paper")}
          offers={[
            {
              kind: "paper",
              label: t("inspections.filings.paper"),
              fields: [
                { name: "arrivedOn", kind: "day" },
                {
                  name: "constituentId",
                  kind: "choice",
                  options: (entities.latest ?? []).map(({ id, name }) => ({ value: id, label: name })),
                },
                {
                  name: "packId",
                  kind: "choice",
                  options: (profile.latest?.packs ?? []).map((value) => ({ value, label: value })),
                },
                { name: "stage", kind: "text" },
                { name: "awareAt", kind: "moment", isOptional: true },
                { name: "nature", kind: "long" },
                {
                  name: "language",
                  kind: "choice",
                  options: wordsLanguages.map((value) => ({ value, label: t(`common.language.${value}`) })),
                  first: "fr",
                },
              ],
            },
          ]}
          run={enter}
        >
          <label class="field">
            <span class="field-label">{t("inspections.filings.scan")}</span>
            <FileBox onChange={(event) => setScan(event.currentTarget.files?.[0])} />
          </label>
        </StepCard>
      </Show>
    </Show>
  );
}
