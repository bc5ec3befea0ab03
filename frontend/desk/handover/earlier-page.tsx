// One hand-over as it was written, with what stood open then.
import { A, useParams } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { HandoverView } from "../../../backend/reporting/handover/model.ts";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { OpenItems } from "./open-items.tsx";
import { WordCard } from "./word-card.tsx";

export function EarlierPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ handoverId: string }>();
  const path = () => `/api/v1/desk/handovers/${encodeURIComponent(params.handoverId)}`;
  const [one, { refetch }] = createResource(path, async (address) => await apiGet<HandoverView>(address));
  const shown = () => (one.error === undefined ? one.latest : undefined);
  return (
    <PageFrame
      title={t("handover.title")}
      state={one.error !== undefined ? "failed" : shown() ? "ready" : "loading"}
      problem={one.error === undefined ? "" : describeProblem(one.error)}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => void refetch()}
    >
      <div class="shift-page">
        <p>
          <A href="/handover">← {t("handover.back")}</A>
        </p>
        <Show when={shown()}>
          {(view) => (
            <>
              <WordCard head={view()} title={t("handover.last")} onRead={() => void refetch()} />
              <section aria-label={t("handover.then")}>
                <h2>{t("handover.then")}</h2>
                <OpenItems items={view().items} />
              </section>
            </>
          )}
        </Show>
      </div>
    </PageFrame>
  );
}
