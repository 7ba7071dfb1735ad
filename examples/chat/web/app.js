// @ts-check
/** The chat's page. The types of all that goes over the wire are generated from the server's Rust. */

import { createClient } from "./client.js";
import { mountBanner } from "./banner.js";
import { mountComposer } from "./composer.js";
import { mountConversation } from "./conversation.js";
import { mountDrawers } from "./drawers.js";
import { mountImport } from "./import.js";
import { mountMembers } from "./members.js";
import { mountRooms } from "./rooms.js";
import { mountWelcome } from "./welcome.js";
import { Model } from "./model.js";
import { Session } from "./session.js";

/** @import { Chat } from "./protocol.js" */
/** @import { Client } from "./client.js" */

const url = new URL("ws", location.href);
url.protocol = url.protocol === "https:" ? "wss:" : "ws:";

/** @type {Client<Chat>} */
const client = createClient({ url });
const model = new Model();
const session = new Session(client, model, (problem) => welcome.show(problem));

const drawers = mountDrawers();
const welcome = mountWelcome(model, session);
mountBanner(model, () => (client.state === "closed" ? client.connect() : client.reconnectNow()));
mountRooms(model, session, drawers);
mountMembers(model);
mountConversation(model);
mountComposer(model, session);
mountImport(model, session);

// The browser knows when the network is back; there is no point in waiting longer.
addEventListener("online", () => client.reconnectNow());
