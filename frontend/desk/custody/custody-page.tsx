// Names in confidence: whether they can be given, who keeps them, what is asked for, and the own key.
import { type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { CustodyView, OwnUnlockingKey } from "../../../backend/identity/custody/model.ts";
import type { OwnKeysView } from "../../../backend/identity/model.ts";
import type { CustodyRequest, ResealView } from "../../../backend/intake/sealed/model.ts";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import "../../shell/account/people.css";
import "./custody.css";
import { EscrowCard, KeepersCard } from "./keepers-card.tsx";
import { OwnKeyCard } from "./own-key-card.tsx";
import { createPhraseAsk } from "./phrase-dialog.tsx";
import { RequestsCard } from "./requests-card.tsx";
import { ResealCard } from "./reseal-card.tsx";
import { loadOwnKey } from "./unlock.ts";

interface Loaded {
  custody: CustodyView;
  own: OwnUnlockingKey | null;
  keys: OwnKeysView;
  requests: CustodyRequest[];
  reseals: ResealView | undefined;
}

async function load(): Promise<Loaded> {
  const isKeeper = can("identity.keep");
  const [custody, own, keys, requests, reseals] = await Promise.all([
    apiGet<CustodyView>("/api/v1/identity/custody"),
    loadOwnKey(),
    apiGet<OwnKeysView>("/api/v1/identity/me/keys"),
    isKeeper ? apiGet<CustodyRequest[]>("/api/v1/desk/name-requests") : Promise.resolve([]),
    isKeeper ? apiGet<ResealView>("/api/v1/desk/name-reseals") : Promise.resolve(undefined),
  ]);
  return { custody, own, keys, requests, reseals };
}

export function CustodyPage(): JSX.Element {
  const t = useWords();
  const [loaded, { refetch }] = createResource(load);
  const phrase = createPhraseAsk();
  const reload = (): void => void refetch();
  return (
    <main>
      <div class="page people-page">
        <header>
          <h1>{t("sealed.page.title")}</h1>
          <p class="quiet-text">{t("sealed.page.lead")}</p>
        </header>
        <Show when={loaded.latest} fallback={<Skeleton lines={6} words={t("sealed.page.title")} />}>
          {(known) => (
            <>
              <Show
                when={known().custody.isOn}
                fallback={
                  <Notice tone="mind">
                    {t("sealed.page.off")}{" "}
                    {known()
                      .custody.missing.map((gap) => t(`sealed.page.missing.${gap}`))
                      .join(" ")}
                  </Notice>
                }
              >
                <Notice>{t("sealed.page.on")}</Notice>
              </Show>
              <Show when={can("identity.keep")}>
                <RequestsCard requests={known().requests} own={known().own} ask={phrase.ask} onChanged={reload} />
              </Show>
              <OwnKeyCard own={known().own} keys={known().keys} ask={phrase.ask} onChanged={reload} />
              <Show when={known().reseals}>
                {(view) => <ResealCard view={view()} own={known().own} ask={phrase.ask} onChanged={reload} />}
              </Show>
              <KeepersCard custody={known().custody} onChanged={reload} />
              <EscrowCard custody={known().custody} onChanged={reload} />
            </>
          )}
        </Show>
        <phrase.Place />
      </div>
    </main>
  );
}
