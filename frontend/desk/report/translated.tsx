// A text of the reporter and its translation side by side, with who made it and its earlier versions; one button writes it.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { TranslationView } from "../../../backend/cases/translations/model.ts";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { defangText } from "../data/defang.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { offerActs } from "../../shell/keys.ts";
import { can } from "../../shell/session.ts";
import { TranslationDialog } from "./translation-dialog.tsx";
import "./translation.css";

export function Translated(props: {
  page: ReportPage;
  /** Null: the report's own text. */
  messageId: string | null;
  text: string;
  isDefanged: boolean;
  onChanged: () => void;
  /** The original, as it is drawn. */
  children: JSX.Element;
}): JSX.Element {
  const t = useWords();
  const [isWriting, setWriting] = createSignal(false);
  const [chosen, setChosen] = createSignal<TranslationView["language"]>();
  const [earlier, setEarlier] = createSignal<TranslationView[]>();
  const all = () => props.page.translations.filter((one) => one.messageId === props.messageId);
  // The reader's own language first, else whichever there is.
  const shown = () =>
    all().find((one) => one.language === chosen()) ??
    all().find((one) => one.language === currentLanguage()) ??
    all()[0];
  const showEarlier = async (of: TranslationView): Promise<void> => {
    if (earlier()) {
      setEarlier(undefined);
      return;
    }
    try {
      const { rows } = await apiGet<{ rows: TranslationView[] }>(`/api/v1/desk/reports/${props.page.id}/translations`);
      setEarlier(
        rows.filter(
          (one) => one.messageId === of.messageId && one.language === of.language && one.version < of.version,
        ),
      );
    } catch (error) {
      tellProblem(error);
    }
  };
  // oxlint-disable-next-line solid/reactivity -- a text stays the same report's or message's
  if (props.messageId === null)
    offerActs(() => [
      {
        id: "translate",
        label: () => t("desk-more.translation.act"),
        group: () => t("desk.keys.report"),
        isOn: () => can("report.assess"),
        run: () => setWriting(true),
      },
    ]);
  const by = (one: TranslationView): string =>
    t(`desk-more.translation.${one.origin}`, {
      language: t(`common.language.${one.language}`),
      version: one.version,
      name: one.author?.name ?? t("desk.talk.machine"),
      source: one.source,
      time: formatInstant(one.at),
    });
  const said = (body: string): string => (props.isDefanged ? defangText(body) : body);
  return (
    <>
      <div class="translated" data-two={shown() ? "" : undefined}>
        <div class="translated-original">{props.children}</div>
        <Show when={shown()}>
          {(one) => (
            <div class="translated-other">
              <p class="small-text quiet-text">{by(one())}</p>
              <p class="pre-text" lang={one().language} dir="auto">
                {said(one().body)}
              </p>
              <p class="translated-acts">
                <For each={all().filter((other) => other.language !== one().language)}>
                  {(other) => (
                    <Button isSmall look="quiet" onClick={() => setChosen(other.language)}>
                      {t(`common.language.${other.language}`)}
                    </Button>
                  )}
                </For>
                <Show when={one().version > 1}>
                  <Button
                    isSmall
                    look="quiet"
                    aria-expanded={earlier() !== undefined}
                    onClick={() => void showEarlier(one())}
                  >
                    {t("desk-more.translation.earlier", { count: one().version - 1 })}
                  </Button>
                </Show>
              </p>
              <For each={earlier()}>
                {(old) => (
                  <div class="translated-earlier">
                    <p class="small-text quiet-text">{by(old)}</p>
                    <p class="pre-text" lang={old.language} dir="auto">
                      {said(old.body)}
                    </p>
                  </div>
                )}
              </For>
            </div>
          )}
        </Show>
      </div>
      <Show when={can("report.assess")}>
        <Button isSmall look="quiet" onClick={() => setWriting(true)}>
          {t(shown() ? "desk-more.translation.again" : "desk-more.translation.act")}
        </Button>
        <Show when={isWriting()}>
          <TranslationDialog
            page={props.page}
            messageId={props.messageId}
            text={said(props.text)}
            first={shown()?.language}
            onClose={() => setWriting(false)}
            onDone={(language) => {
              setWriting(false);
              setEarlier(undefined);
              setChosen(language);
              props.onChanged();
            }}
          />
        </Show>
      </Show>
    </>
  );
}
