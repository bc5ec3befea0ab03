// The team's pool of CVE ids.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { CveView } from "../../../backend/coordination/disclosure/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { FieldsDialog, toLines } from "./fields-dialog.tsx";
import "../register-care/care.css";

export function CvesPage(): JSX.Element {
  const t = useWords();
  const page = createPage<{ rows: CveView[] }>(() => "/api/v1/disclosure/cves");
  const [isReserving, setReserving] = createSignal(false);
  const [rejecting, setRejecting] = createSignal<string>();
  return (
    <PageFrame
      title={t("disclosure.desk.cves")}
      text={t("disclosure.desk.cves_lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <p class="care-acts">
          <A href="/disclosure">← {t("disclosure.desk.back")}</A>
          <Button look="main" onClick={() => setReserving(true)}>
            {t("disclosure.desk.reserve")}
          </Button>
        </p>
      }
    >
      <Card title={t("disclosure.desk.cves")} count={page.answer()?.rows.length}>
        <ul class="care-rows">
          <For each={page.answer()?.rows ?? []} fallback={<li class="quiet-text">{t("disclosure.desk.none_yet")}</li>}>
            {(one) => (
              <li>
                <div>
                  <b class="mono">{one.cveId}</b>{" "}
                  <Show when={one.caseId} keyed>
                    {(caseId) => (
                      <A href={`/disclosure/${caseId}`}>
                        {one.reference} {one.flaw}
                      </A>
                    )}
                  </Show>
                  <p class="quiet-text small-text">{one.rejectReason ?? ""}</p>
                </div>
                <div class="care-acts">
                  <Tag>{t(`disclosure.cve.${one.state}`)}</Tag>
                  <Show when={one.state !== "rejected"}>
                    <Button isSmall look="quiet" onClick={() => setRejecting(one.cveId)}>
                      {t("disclosure.desk.reject")}
                    </Button>
                  </Show>
                </div>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={isReserving()}>
        <FieldsDialog
          title={t("disclosure.desk.reserve")}
          act={t("disclosure.desk.reserve")}
          fields={[{ name: "ids", label: t("disclosure.desk.reserve_label"), kind: "text" }]}
          send={async ({ ids }) => {
            const counted = await apiPost<{ added: number; known: number }>("/api/v1/disclosure/cves", {
              cveIds: toLines(ids),
            });
            showToast({ text: t("disclosure.desk.reserved", counted) });
          }}
          onClose={() => setReserving(false)}
          onDone={page.load}
        />
      </Show>
      <Show when={rejecting()} keyed>
        {(cveId) => (
          <FieldsDialog
            title={`${t("disclosure.desk.reject")} ${cveId}`}
            act={t("disclosure.desk.reject")}
            fields={[{ name: "reason", label: t("disclosure.desk.reason"), kind: "text" }]}
            send={async ({ reason }) => await apiPost(`/api/v1/disclosure/cves/${cveId}/reject`, { reason })}
            onClose={() => setRejecting(undefined)}
            onDone={page.load}
          />
        )}
      </Show>
    </PageFrame>
  );
}
