"""What WhatsApp itself says in a chat, in the languages in which it is told apart."""

import re

DELETED = frozenset(
    phrase.casefold()
    for phrase in (
        *("This message was deleted", "You deleted this message"),
        *("Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht"),
        *("Se eliminó este mensaje", "Eliminaste este mensaje", "Este mensaje fue eliminado"),
        *("Ce message a été supprimé", "Vous avez supprimé ce message"),
        *("Questo messaggio è stato eliminato", "Hai eliminato questo messaggio"),
        *("Esta mensagem foi apagada", "Essa mensagem foi apagada", "Mensagem apagada"),
        *("Você apagou esta mensagem", "Apagou esta mensagem"),
        *("Dit bericht is verwijderd", "Je hebt dit bericht verwijderd"),
        *("Det här meddelandet raderades", "Du raderade det här meddelandet"),
        *("Ta wiadomość została usunięta", "Usunięto tę wiadomość"),
        *("Данное сообщение удалено", "Это сообщение удалено", "Вы удалили данное сообщение"),
        *("Bu mesaj silindi", "Bu mesajı sildiniz", "Pesan ini telah dihapus"),
        *("הודעה זו נמחקה", "מחקת הודעה זו", "تم حذف هذه الرسالة", "لقد حذفت هذه الرسالة"),
        *("このメッセージは削除されました", "此消息已删除", "삭제된 메시지입니다"),
    )
)
# The word for "edited" in the angle brackets after what was said.
EDITED = re.compile(
    r"<[^<>\n]{0,50}(?:edited|bearbeitet|edit[óo]|editad[ao]|modifié|modificato|bewerkt|"
    r"redigera|edytowan|измен[её]н|отредактирован|düzenle|diedit|נערכה|تعديل|編集|编辑|편집)"
    r"[^<>\n]{0,20}>\Z",
    re.IGNORECASE,
)
# An iPhone names the kind of what was left out, and then says this.
OMITTED = re.compile(
    r"(?:omitted|weggelassen|omitid[ao]|omis|omise|absente|omess[ao]|ocultad[ao]|weggelaten|"
    r"utelämnad|utelämnat|utelämnades|pominięt\w*|пропущен\w*|dahil edilmedi|tidak disertakan)\.?$",
    re.IGNORECASE,
)
ATTACHED = re.compile(
    r"attached|angehängt|adjunto|joint|anexado|allegato|bijgevoegd|bifogad|załączony|прикреплен|"
    r"ekli|terlampir|מצורף|مرفق|添付|附件|첨부",
    re.IGNORECASE,
)
# `WhatsApp Chat with Ann`, and its like.
TITLE = re.compile(
    r".*WhatsApp.*?(?:[ _](?:with|mit|con|avec|com|met|med|z|с|ile|dengan)[ _]|[ _]-[ _])(.+)",
    re.IGNORECASE,
)


def is_deletion(text: str) -> bool:
    return text.strip().rstrip(".").casefold() in DELETED
