/** Words that the form on the firm's site shows. */
export interface FormLabels {
  name: string;
  phone: string;
  email: string;
  message: string;
  send: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * The HTML of a form to copy into a page: it works without a script, and with its script it is not taken for a machine.
 * A page that comes back from the browser's memory (Back after sending) asks for a new token: its old one may be too old by then.
 * @param origin of this server, as visitors reach it
 */
export function formSnippet(origin: string, formId: string, labels: FormLabels): string {
  const words = Object.fromEntries(Object.entries(labels).map(([key, text]) => [key, escaped(text)]));
  return `<form id="${formId}" action="${escaped(origin)}/api/web-forms/${formId}" method="post">
  <label>${words.name} <input name="name" required autocomplete="name"></label>
  <label>${words.phone} <input name="phone" type="tel" required autocomplete="tel"></label>
  <label>${words.email} <input name="email" type="email" autocomplete="email"></label>
  <label>${words.message} <textarea name="message"></textarea></label>
  <input name="homepage" tabindex="-1" autocomplete="off" aria-hidden="true" style="position:absolute;left:-9999px">
  <input name="token" type="hidden" autocomplete="off">
  <input name="page" type="hidden">
  <button>${words.send}</button>
</form>
<script>
  (function () {
    var form = document.getElementById('${formId}');
    new URLSearchParams(location.search).forEach(function (value, name) {
      if (!/^utm_/.test(name)) return;
      var field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      form.appendChild(field);
    });
    form.elements.namedItem('page').value = location.origin + location.pathname;
    function freshToken() {
      fetch(form.action)
        .then(function (answer) { return answer.json(); })
        .then(function (shown) { form.elements.namedItem('token').value = shown.token; });
    }
    freshToken();
    addEventListener('pageshow', function (shown) { if (shown.persisted) freshToken(); });
  })();
</${'script'}>
`;
}
