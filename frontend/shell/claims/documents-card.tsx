// The documents of a claim: letters, and what WHOIS or RDAP said, with what was read of it.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ClaimPage } from "../../../backend/registry/claims/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { DocumentDialog } from "./document-dialog.tsx";

export function DocumentsCard(props: {
  claim: ClaimPage;
  root: string;
  mayChange: boolean;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const [isAdding, setAdding] = createSignal(false);
  const isClosed = () => props.claim.state === "refused" || props.claim.state === "withdrawn";
  return (
    <Card
      title={t("claims.documents")}
      count={props.claim.documents.length}
      aside={
        <Show when={props.mayChange && !isClosed()}>
          <Button isSmall onClick={() => setAdding(true)}>
            {t("claims.add_document")}
          </Button>
        </Show>
      }
    >
      <ul class="claim-rows">
        <For each={props.claim.documents} fallback={<li class="quiet-text">{t("claims.no_documents")}</li>}>
          {(document) => (
            <li>
              <div class="claim-words">
                <p>
                  <a href={`${props.root}/documents/${document.id}`} download={document.name}>
                    {document.name}
                  </a>{" "}
                  <Tag>{t(`claims.proofs.${document.kind}`)}</Tag>
                </p>
                <Show when={document.says.signedBy}>
                  <p class="small-text">
                    {t("claims.signed", { by: document.says.signedBy ?? "", on: document.says.signedOn ?? "" })}
                    {document.says.letterNumber ? ` · ${document.says.letterNumber}` : ""}
                  </p>
                </Show>
                <Show when={document.verdict}>
                  {(verdict) => (
                    <p class="small-text">
                      {t(verdict().isCovering ? "claims.covers" : "claims.covers_not")}{" "}
                      <Show when={verdict().isCovering}>
                        {t(verdict().isNamed ? "claims.names" : "claims.names_not")}
                        <Show when={verdict().holders.length > 0}> ({verdict().holders.join(", ")})</Show>
                      </Show>
                    </p>
                  )}
                </Show>
                <p class="quiet-text small-text">
                  {formatInstant(document.receivedAt)} · SHA-256 <span class="hash">{document.sha256}</span>
                </p>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Show when={isAdding()}>
        <DocumentDialog
          claimId={props.claim.id}
          root={props.root}
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            props.onChanged();
          }}
        />
      </Show>
    </Card>
  );
}
