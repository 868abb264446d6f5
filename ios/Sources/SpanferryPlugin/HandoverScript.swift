// Written by `cargo xtask handover` from bindings/web/handover.js; a test compares them.
enum HandoverScript {
    static let placeholder = "__SPANFERRY_HANDOVER__"

    static let text = #"""
        // Runs at document start in a page of the app: gives the first page the trace that the native side
        // started with, as the meta tags that the Sentry SDK reads. docs/BRIDGE.md says when it does nothing.
        (function (handover) {
          'use strict';
          var key = 'spanferry.handover';
          var origin = location.protocol + '//' + location.host;
          if (window.top !== window || origin !== handover.origin || Date.now() >= handover.expires) return;
          try {
            // A reload within the limit is a new page load, which starts a new trace.
            if (sessionStorage.getItem(key) === handover.nonce) return;
            sessionStorage.setItem(key, handover.nonce);
          } catch (denied) {
            return;
          }
          var tags = document.createElement('template');
          tags.innerHTML = handover.html;
          var insert = function () {
            var parent = document.head || document.documentElement;
            if (parent) parent.appendChild(tags.content);
            return !!parent;
          };
          if (insert()) return;
          var observer = new MutationObserver(function () {
            if (insert()) observer.disconnect();
          });
          observer.observe(document, { childList: true });
        })(__SPANFERRY_HANDOVER__);
        """#
}
