// Adding a processing to the register.
import { useNavigate } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { ProcessingList } from "../../../backend/compliance/processing/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import "../../shell/authority/authority.css";
import { EntryForm } from "./entry-form.tsx";

export function NewEntryPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [list] = createResource(async () => await apiGet<ProcessingList>("/api/v1/console/processing"));
  return (
    <main class="page authority-page">
      <h1>{t("processing.add")}</h1>
      <Card title={t("processing.title")}>
        <Show when={list.latest} fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
          {(known) => (
            <EntryForm
              traits={known().traits}
              send={async (content) => {
                const { id } = await apiPost<{ id: string }>("/api/v1/console/processing", content);
                navigate(`/processing/${id}`);
              }}
              onCancel={() => navigate("/processing")}
            />
          )}
        </Show>
      </Card>
    </main>
  );
}
