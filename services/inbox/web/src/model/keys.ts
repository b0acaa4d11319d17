// Single keys as shortcuts, as long as nobody types and no dialog is open.
import { onBeforeUnmount, onMounted } from 'vue'

export function useKeys(actions: Record<string, () => void>) {
  function onKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target as HTMLElement
    if (target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=combobox]')) return
    // A link or a button under the focus has its own meaning for Enter.
    if (event.key === 'Enter' && target.closest('a, button')) return
    const action = actions[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}
