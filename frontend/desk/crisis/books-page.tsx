// The contact book: for whose key it is locked, when it was last made, the button that makes one, the files.
import { createSignal, For, type JSX, Show } from "solid-js";
import { bindBook, type BooksPage as BooksView } from "../../../backend/coordination/contact-book/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import "../register-care/care.css";
import "./crisis.css";

export function BooksPage(): JSX.Element {
  const t = useWords();
  const page = createPage<BooksView>(() => "/api/v1/contact-books");
  const [isSetting, setSetting] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const make = async (): Promise<void> => {
    setBusy(true);
    try {
      await apiPost("/api/v1/contact-books");
      showToast({ text: t("crisis.books.made") });
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
    page.load();
  };
  return (
    <PageFrame
      title={t("crisis.books.title")}
      text={t("crisis.books.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
    >
      <Show when={page.answer()?.isOld}>
        <Notice tone="mind">{t("crisis.books.old")}</Notice>
      </Show>
      <Card
        title={t("crisis.books.set")}
        aside={
          <Button isSmall onClick={() => setSetting(true)}>
            {t("crisis.levels.change")}
          </Button>
        }
      >
        <Show when={page.answer()?.setting} fallback={<p>{t("crisis.books.no_key")}</p>}>
          {(setting) => (
            <p class="crisis-words">
              {t("crisis.books.schedule", { recipient: setting().recipient, days: setting().everyDays })}
            </p>
          )}
        </Show>
        <p class="quiet-text small-text crisis-hash">
          {t("crisis.books.verifier", { key: page.answer()?.verifierKey ?? "" })}
        </p>
      </Card>
      <Card
        title={t("crisis.books.title")}
        count={page.answer()?.books.length}
        aside={
          <Show when={page.answer()?.setting}>
            <Button isSmall look="main" isBusy={isBusy()} onClick={() => void make()}>
              {t("crisis.books.make")}
            </Button>
          </Show>
        }
      >
        <ul class="care-rows">
          <For each={page.answer()?.books ?? []} fallback={<li class="quiet-text">{t("crisis.books.none")}</li>}>
            {(one) => (
              <li>
                <div>
                  <strong>{formatInstant(one.madeAt)}</strong>{" "}
                  {t("crisis.books.line", { entries: one.entries, pages: one.pages })}{" "}
                  <span class="quiet-text">{t(`crisis.books.cause.${one.cause}`, { name: one.madeBy ?? "" })}</span>
                  <p class="quiet-text small-text crisis-hash">SHA-256 {one.sha256}</p>
                </div>
                <Show when={one.isKept} fallback={<span class="quiet-text">{t("crisis.books.gone")}</span>}>
                  <a href={`/api/v1/contact-books/${one.id}/file`} download="">
                    {t("crisis.books.take")}
                  </a>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={isSetting()}>
        <SettingDialog setting={page.answer()?.setting ?? null} onClose={() => setSetting(false)} onDone={page.load} />
      </Show>
    </PageFrame>
  );
}

function SettingDialog(props: { setting: BooksView["setting"]; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const { setting } = props;
  const [recipient, setRecipient] = createSignal(setting?.recipient ?? "");
  const [days, setDays] = createSignal(String(setting?.everyDays ?? 7));
  return (
    <ActDialog
      title={t("crisis.books.set")}
      act={t("crisis.save")}
      binding={() => bindBook.set(recipient())}
      send={async () =>
        await apiPut("/api/v1/contact-books/setting", { recipient: recipient(), everyDays: Number(days()) })
      }
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <TextField
        name="recipient"
        label={t("crisis.books.recipient")}
        value={recipient()}
        onInput={(event) => setRecipient(event.currentTarget.value)}
      />
      <TextField
        name="everyDays"
        label={t("crisis.books.every")}
        type="number"
        value={days()}
        onInput={(event) => setDays(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
