import "fogbender-element";
import { clientUrl, place, token } from "./config.js";

place.innerHTML = `
  <fogbender-provider>
    <fogbender-config></fogbender-config>
    <fogbender-is-configured>
      <template data-is-configured>
        <fogbender-headless-widget></fogbender-headless-widget>
        <fogbender-unread-badge></fogbender-unread-badge>
      </template>
    </fogbender-is-configured>
  </fogbender-provider>`;
Object.assign(place.querySelector("fogbender-config"), { clientUrl, token });
