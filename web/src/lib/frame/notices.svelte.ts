/** Desktop notices of the browser, shown only while the window is hidden. */
class Notices {
  permission = $state<NotificationPermission | 'unsupported'>(
    typeof Notification === 'undefined' ? 'unsupported' : Notification.permission,
  );

  async ask(): Promise<void> {
    if (this.permission !== 'unsupported') this.permission = await Notification.requestPermission();
  }

  /** Shows one for a key (a call); the same key again replaces it. The answer takes it away. */
  show(key: string, title: string, body: string): () => void {
    if (this.permission !== 'granted' || !document.hidden) return () => undefined;
    const notice = new Notification(title, { body, tag: key, icon: '/icons/icon-192.png' });
    notice.onclick = () => {
      window.focus();
      notice.close();
    };
    return () => notice.close();
  }
}

export const notices = new Notices();
