// A report's files by name, size and hash, with what was found in them; shown as clean pictures or plain text, taken out only as a locked archive.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { AwaitedFile } from "../../../backend/intake/model.ts";
import type { FileView, ReportPage, SafeText } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPostForFile } from "../../platform/api.ts";
import { formatBytes } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { MarkedText } from "./marked-text.tsx";
import { marksBySearch } from "./marks-of.ts";
import { titleOf, whyOf } from "./say-finding.ts";

export function FilesCard(props: { page: ReportPage; isDefanged: boolean }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.files.title")} count={props.page.files.length}>
      <Show
        when={props.page.files.length + props.page.awaited.length > 0}
        fallback={<p class="quiet-text">{t("desk.files.none")}</p>}
      >
        <ul class="files">
          <For each={props.page.files}>
            {(file) => <File file={file} page={props.page} isDefanged={props.isDefanged} />}
          </For>
          <For each={props.page.awaited}>{(file) => <Awaited file={file} />}</For>
        </ul>
      </Show>
    </Card>
  );
}

/** A file that the sealed report announced: not to be waited for in silence. */
function Awaited(props: { file: AwaitedFile }): JSX.Element {
  const t = useWords();
  return (
    <li class="file">
      <div class="file-words">
        <p class="file-name" dir="auto">
          {props.file.name}
        </p>
        <p class="quiet-text small-text">{formatBytes(props.file.size)}</p>
        <p>
          <Tag tone={props.file.state === "on_way" ? "plain" : "high"}>
            {t(`desk.files.awaited.${props.file.state}`)}
          </Tag>
        </p>
      </div>
    </li>
  );
}

function File(props: { file: FileView; page: ReportPage; isDefanged: boolean }): JSX.Element {
  const t = useWords();
  const [isShown, setShown] = createSignal(false);
  const [secret, setSecret] = createSignal<{ name: string; password: string }>();
  const [isBusy, setBusy] = createSignal(false);
  const part = () => `files/${props.file.name}`;
  const found = () =>
    props.page.findings.filter((finding) => finding.source === part() || finding.source.startsWith(`${part()}!`));
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const { blob, headers } = await apiPostForFile(`/api/v1/desk/files/${props.file.id}/archive`, {});
      const name = headers.get("toguna-archive-name") ?? "archive.zip";
      const address = URL.createObjectURL(blob);
      const link = document.createElement("a");
      link.href = address;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      setSecret({ name, password: headers.get("toguna-archive-password") ?? "" });
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li class="file">
      <div class="file-head">
        <div class="file-words">
          <p class="file-name" dir="auto">
            {props.file.name}
          </p>
          <p class="quiet-text small-text">
            {formatBytes(props.file.size)} · {props.file.mediaType} · {t(`desk.files.by.${props.file.addedBy}`)}
          </p>
          <p class="quiet-text small-text">
            SHA-256 <code class="hash">{props.file.sha256}</code>
          </p>
          <Show when={found().length > 0}>
            <p>
              <For each={found().slice(0, 5)}>
                {(finding) => (
                  <>
                    <Tag tone={finding.engine === "unpack" ? "plain" : "high"} title={whyOf(t, finding)}>
                      {titleOf(t, finding)}
                    </Tag>{" "}
                  </>
                )}
              </For>
            </p>
          </Show>
        </div>
        <div class="file-acts">
          <Show when={props.file.kind !== "other"}>
            <Button isSmall aria-expanded={isShown()} onClick={() => setShown(!isShown())}>
              {isShown() ? t("desk.files.hide") : t(`desk.files.show_${props.file.kind}`)}
            </Button>
          </Show>
          <Show when={props.page.can.download}>
            <Button isSmall isBusy={isBusy()} disabled={isBusy()} onClick={() => void take()}>
              {t("desk.files.take")}
            </Button>
          </Show>
        </div>
      </div>
      <Show when={isShown()}>
        <Show
          when={props.file.kind === "picture"}
          fallback={<TextOfFile file={props.file} page={props.page} isDefanged={props.isDefanged} />}
        >
          <Picture file={props.file} />
        </Show>
      </Show>
      <Dialog
        isOpen={secret() !== undefined}
        onClose={() => setSecret(undefined)}
        title={t("desk.files.password_title")}
        description={t("desk.files.password_hint", { name: secret()?.name ?? "" })}
      >
        <p class="password mono">{secret()?.password}</p>
        <Button look="main" onClick={() => void navigator.clipboard.writeText(secret()?.password ?? "")}>
          {t("desk.copy")}
        </Button>
      </Dialog>
    </li>
  );
}

function Picture(props: { file: FileView }): JSX.Element {
  const t = useWords();
  const [isBroken, setBroken] = createSignal(false);
  return (
    <figure class="file-shown">
      <Show when={!isBroken()} fallback={<p>{t("desk.files.cannot_show")}</p>}>
        <img
          class="preview"
          src={`/api/v1/desk/files/${props.file.id}/preview`}
          alt={t("desk.files.picture_of", { name: props.file.name })}
          onError={() => setBroken(true)}
        />
        <figcaption class="quiet-text small-text">{t("desk.files.picture_note")}</figcaption>
      </Show>
    </figure>
  );
}

function TextOfFile(props: { file: FileView; page: ReportPage; isDefanged: boolean }): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal<SafeText>();
  const [problem, setProblem] = createSignal<string>();
  void apiGet<SafeText>(`/api/v1/desk/files/${props.file.id}/text`).then(setText, (error: unknown) =>
    setProblem(describeProblem(error)),
  );
  return (
    <div class="file-shown">
      <Show when={problem()}>
        <p>{problem()}</p>
      </Show>
      <Show when={text()} fallback={<Show when={!problem()}>{<Skeleton lines={4} words={t("desk.loading")} />}</Show>}>
        {(shown) => (
          <>
            <Show when={shown().headers.length > 0}>
              <dl class="mail-headers">
                <For each={shown().headers}>
                  {(header) => (
                    <>
                      <dt>{header.name}</dt>
                      <dd dir="auto">{header.value}</dd>
                    </>
                  )}
                </For>
              </dl>
            </Show>
            <MarkedText
              text={shown().text}
              marks={marksBySearch(
                shown().text,
                `files/${props.file.name}`,
                props.page.observables,
                props.page.findings,
              )}
              isDefanged={props.isDefanged}
              isMono={props.file.kind === "text"}
            />
            <Show when={shown().isCut}>
              <p class="quiet-text small-text">{t("desk.files.cut")}</p>
            </Show>
            <Show when={shown().attachments.length > 0}>
              <p class="quiet-text small-text">{t("desk.files.attachments")}</p>
              <ul>
                <For each={shown().attachments}>
                  {(attachment) => (
                    <li class="small-text">
                      {attachment.name} · {attachment.mediaType} · {formatBytes(attachment.size)}
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}
