// The first page of people of an authority or of the committee: what was filed with them.
import { Navigate } from "@solidjs/router";
import { A } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { MyKeysLimited } from "../../shell/account/my-keys-limited.tsx";
import { can, me } from "../../shell/session.ts";
import { DueCard } from "../work/due-card.tsx";
import { SharedReports } from "../../shell/shared/shared-reports.tsx";
import "../../shell/authority/authority.css";

export function HomePage(): JSX.Element {
  const t = useWords();
  return (
    <main class="page authority-page">
      <h1>{me()?.organisation.name}</h1>
      <MyKeysLimited />
      <Show when={can("review.read") && !me()?.limitation}>
        <Navigate href="/review" />
      </Show>
      <Show when={can("focal.read")}>
        <p>
          <A class="button" data-look="main" href="/area/reports">
            {t("authority.nav.area_reports")}
          </A>
        </p>
      </Show>
      <Show when={can("authority.read")}>
        <DueCard />
      </Show>
      <Show when={can("shared.read")}>
        <SharedReports title={t("authority.home.reports")} emptyText={t("authority.home.no_reports")} />
      </Show>
    </main>
  );
}
