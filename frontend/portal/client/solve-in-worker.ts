// The worker that searches for the proof of work, away from the page.
import { solveProofOfWork } from "../../../backend/intake/proof-of-work.ts";

addEventListener("message", (event: MessageEvent<{ challenge: string; difficulty: number }>) => {
  const { challenge, difficulty } = event.data;
  postMessage(solveProofOfWork(challenge, difficulty));
});
