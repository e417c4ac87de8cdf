"""The phrases that are commands, by themselves or with a word of politeness."""

from collections.abc import Mapping

from forms_engine.domain.reading import commands as c
from forms_engine.domain.reading.outcomes import Language

PHRASES: Mapping[Language, Mapping[c.Plain, str]] = {
    "it": {
        c.Skip(): """
            salta | saltala | passa | passo | avanti | prossima | prossima domanda | vai avanti |
            andiamo avanti | salto | preferisco non rispondere | non voglio rispondere | non rispondo |
            salta la domanda | skip
        """,
        c.DontKnow(): """
            non so | non lo so | non saprei | non ne ho idea | boh | bho | mah | non ricordo |
            non mi ricordo | chissa | non lo ricordo | non ne sono sicuro | non ne sono sicura |
            non sono sicuro | non sono sicura
        """,
        c.Back(): """
            indietro | torna indietro | vai indietro | domanda precedente | precedente |
            torna alla domanda precedente | torna alla precedente | tornare indietro
        """,
        c.Why(): """
            perche | perche lo chiedi | perche lo chiedete | perche me lo chiedi | come mai |
            a cosa serve | a che serve | perche questa domanda | a cosa vi serve | e perche |
            perche volete saperlo | perche vuoi saperlo
        """,
        c.Help(): """
            aiuto | aiutami | help | cosa devo fare | come funziona | non capisco | non ho capito |
            cosa significa | cosa vuol dire | che vuol dire | che significa | in che senso |
            cosa intendi | cosa posso scrivere | spiegami
        """,
        c.Stop(): """
            stop | basta | pausa | ferma | fermati | esci | continuo dopo | continuo piu tardi |
            riprendo dopo | dopo | piu tardi | facciamo una pausa | smetto | interrompi |
            riprendiamo dopo | a dopo | fermiamoci | mettiamo in pausa
        """,
        c.Undo(): """
            annulla | annulla ultima | annulla l ultima | annulla l ultima risposta | torna come prima |
            come era prima | com era prima | no com era | no come era | no come prima | undo
        """,
        c.Repeat(): """
            ripeti | ripeti la domanda | ripetere | ripetere la domanda | puoi ripetere | come scusa |
            scusa | qual era la domanda | ripetilo
        """,
        c.Summary(): """
            riepilogo | riassunto | sommario | mostra il riepilogo | mostra le risposte |
            cosa ho risposto | fammi vedere le risposte | vedere il riepilogo | a che punto siamo |
            quanto manca | quante domande mancano
        """,
        c.Submit(): """
            invia | inviare | inviamo | manda | consegna | invia il questionario | invia tutto |
            ho finito invia | inoltra
        """,
        c.Person(): """
            operatore | parlare con un operatore | parlare con una persona | parlare con qualcuno |
            persona | una persona | un operatore | un umano | assistenza | parlare con un umano |
            persona vera | una persona vera
        """,
        c.SwitchToForm(): """
            modulo | form | passa al modulo | vai al modulo | usare il modulo | apri il modulo |
            formulario | passare al modulo
        """,
        c.Greeting(): """
            ciao | buongiorno | buonasera | salve | buon giorno | buona sera | hey | ehi |
            ciao a tutti | buon pomeriggio
        """,
        c.Thanks(): """
            grazie | grazie mille | tante grazie | molte grazie | ti ringrazio | la ringrazio |
            grazie tante
        """,
    },
    "en": {
        c.Skip(): """
            skip | skip it | skip this | skip this one | pass | next | next question | move on |
            i d rather not say | prefer not to say | i prefer not to answer | rather not say |
            no answer | i d rather not answer | skip the question
        """,
        c.DontKnow(): """
            i don t know | don t know | dont know | i dont know | dunno | no idea | i have no idea |
            not sure | i m not sure | i am not sure | i can t remember | i don t remember |
            i do not know | idk | beats me
        """,
        c.Back(): """
            back | go back | previous | previous question | go to the previous question | one back |
            go back one
        """,
        c.Why(): """
            why | why do you ask | why are you asking | what for | why do you need this |
            why do you need that | why do you want to know | what is this for | what s this for |
            why this question | how come
        """,
        c.Help(): """
            help | help me | i need help | how does this work | what do you mean | i don t understand |
            what does that mean | what does it mean | what can i say | what should i do |
            what does this mean | explain | i dont understand
        """,
        c.Stop(): """
            stop | pause | quit | exit | later | continue later | take a break | let s stop |
            i ll continue later | enough | not now | come back later | i ll come back later |
            let s pause | finish later
        """,
        c.Undo(): """
            undo | undo that | undo it | revert | take it back | take that back | as it was |
            no as it was | put it back
        """,
        c.Repeat(): """
            repeat | repeat the question | say that again | say again | what was the question | pardon |
            come again | ask again | repeat that
        """,
        c.Summary(): """
            summary | show summary | show my answers | what have i answered | show answers | overview |
            show me the summary | how many questions are left | how much is left | show me my answers |
            progress
        """,
        c.Submit(): """
            submit | send | send it | submit it | i m done submit | submit the form |
            submit the questionnaire | hand in
        """,
        c.Person(): """
            human | person | operator | agent | talk to a person | talk to a human | speak to a person |
            speak to someone | talk to someone | a real person | real person | speak to a human |
            speak to an operator | talk to an operator
        """,
        c.SwitchToForm(): """
            form | switch to form | switch to the form | go to the form | use the form | open the form |
            show the form
        """,
        c.Greeting(): """
            hello | hi | hey | good morning | good afternoon | good evening | hi there | hello there
        """,
        c.Thanks(): """
            thanks | thank you | thank you very much | many thanks | thx | thanks a lot | cheers
        """,
    },
}
"""Phrases parted by ``|``, folded as ``plain_words`` folds them."""
