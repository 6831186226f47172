// A post that was not stored goes back into the composer, with all that it had beside its text.
import { bringModes } from "./composer_modes.js";
import { choicesOf } from "./mention_choices.js";

export async function takeBack(view, message) {
  const { post } = message;
  if (post.files) await view.bringFiles();
  bringModes(view);
  choicesOf(view);
  view.socket.discard(view.me, post.client_id);
  message.remove();
  view.composer.take(post.text, post);
}
