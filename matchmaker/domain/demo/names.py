"""The people's names, the way their owners write them, and the languages each speaks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name, the address before the @, and languages (BCP 47), the first one spoken at home."""

    written: str
    address: str
    languages: tuple[str, ...]


# name | address | languages
_LINES = """
Aino Korhonen|aino.korhonen|fi en sv
Mateus Figueiredo|mateus.figueiredo|pt en es
Nguyễn Thị Hạnh|hanh.nguyen|vi en fr
Олена Бондаренко|olena.bondarenko|uk en pl
山本 直樹|naoki.yamamoto|ja en
محمد الخطيب|mohamad.alkhatib|ar en nl
Γιώργος Παπαδάκης|giorgos.papadakis|el en
रोहन देशपांडे|rohan.deshpande|mr hi en
김서연|seoyeon.kim|ko en
שירה לוי|shira.levi|he en
Femke Dijkgraaf|femke.dijkgraaf|nl en de
Łukasz Wójcik|lukasz.wojcik|pl en de
Þórdís Jónsdóttir|thordis.jonsdottir|is en da
Adaeze Okonkwo|adaeze.okonkwo|ig en
Zoë van der Meulen|zoe.vandermeulen|nl en fr
Siobhán O’Dwyer|siobhan.odwyer|ga en
Wulandari|wulandari|id en nl
Tomáš Dvořáček|tomas.dvoracek|cs en de
María José Etxeberria|mariajose.etxeberria|es eu en
Jelle Postma|jelle.postma|fy nl en
Leila Farahani|leila.farahani|fa en nl
Kwabena Asante|kwabena.asante|tw en
Ilse Verhaegen|ilse.verhaegen|nl fr en
Bram Oosterling|bram.oosterling|nl en
Chiara Bellandi|chiara.bellandi|it en
Sven Lindqvist|sven.lindqvist|sv en
Priya Raghunathan|priya.raghunathan|ta en
Mehmet Yıldırım|mehmet.yildirim|tr nl en
Hanneke Brouwer|hanneke.brouwer|nl en
Duc Trinh|duc.trinh|vi de en
Anneloes Kuipers|anneloes.kuipers|nl en
Rafał Szymański|rafal.szymanski|pl en
Fatima Zahra Benali|fatima.benali|ar fr nl en
Joris de Wind|joris.dewind|nl en
Oluwaseun Adeyemi|oluwaseun.adeyemi|yo en
Marit Haugen|marit.haugen|nb en
陈美玲|meiling.chen|zh en
Georgi Stoyanov|georgi.stoyanov|bg en
Sanne Hoekstra|sanne.hoekstra|nl fy en
Diego Maldonado|diego.maldonado|es en
Noor Bakker|noor.bakker|nl en
Tiago Rebelo|tiago.rebelo|pt en
Ewa Kamińska|ewa.kaminska|pl en nl
Hamza El Idrissi|hamza.elidrissi|ar nl en
Katrin Schönborn|katrin.schoenborn|de en
Lwazi Ndlovu|lwazi.ndlovu|zu en
Eline Vermaas|eline.vermaas|nl en
Arturo Villaseñor|arturo.villasenor|es en
Yara Suleiman|yara.suleiman|ar en
Pieter-Bas Kloosterman|pieterbas.kloosterman|nl en
Ingrid Solheim|ingrid.solheim|nb en
Takumi Hoshino|takumi.hoshino|ja en
Ana Kovačević|ana.kovacevic|hr en de
Rutger Zijlstra|rutger.zijlstra|nl en
Samira Haddadi|samira.haddadi|fr ar en
Ondřej Beneš|ondrej.benes|cs en
Lieke Schouten|lieke.schouten|nl en
Tariq Mahmood|tariq.mahmood|ur en
Giulia Montanari|giulia.montanari|it en fr
Hilde Aerts|hilde.aerts|nl fr en
Emeka Nwosu|emeka.nwosu|ig en
Janneke Terpstra|janneke.terpstra|nl en
Silvio Amaral|silvio.amaral|pt en
Birgit Halvorsen|birgit.halvorsen|da en
Minh Anh Pham|minhanh.pham|vi nl en
Wietse Boersma|wietse.boersma|fy nl en
Daria Volkova|daria.volkova|ru en
Cem Aydoğan|cem.aydogan|tr en de
Roos van Leeuwaarde|roos.vanleeuwaarde|nl en
Alejandra Quispe|alejandra.quispe|es qu en
Maarten Goedhart|maarten.goedhart|nl en
Sofie Clausen|sofie.clausen|da en de
Rashid Karimov|rashid.karimov|uz ru en
Thandiwe Mokoena|thandiwe.mokoena|st en
Klaas Ruiter|klaas.ruiter|nl en
Elif Demirtaş|elif.demirtas|tr nl en
Lotte Wagenaar|lotte.wagenaar|nl en
Ciarán Mac Giolla|ciaran.macgiolla|ga en
Ayşe Polat|ayse.polat|tr en
Hugo Lefebvre-Tan|hugo.lefebvretan|fr en
Nienke Jorritsma|nienke.jorritsma|fy nl en
Abebe Tesfaye|abebe.tesfaye|am en
Mirela Popescu|mirela.popescu|ro en it
Gijs Haverkort|gijs.haverkort|nl en
Kalinda Perera|kalinda.perera|si en
Outi Mäkelä|outi.makela|fi en
Simon Abrahams|simon.abrahams|en nl
Valentina Ruz|valentina.ruz|es en
Dirk Zandstra|dirk.zandstra|nl en
Amina Warsame|amina.warsame|so en nl
Péter Szabó|peter.szabo|hu en
Marijn Kolenbrander|marijn.kolenbrander|nl en
Ji-woo Han|jiwoo.han|ko en
Luca Ferraris|luca.ferraris|it en
Trijntje Bos|trijntje.bos|nl en
Andrius Petrauskas|andrius.petrauskas|lt en
Esther Mwangi|esther.mwangi|sw en
Wouter Steenbergen|wouter.steenbergen|nl en
Nadia Benmoussa|nadia.benmoussa|fr ar nl en
Otto Brandenburg|otto.brandenburg|de en
Saskia Meinders|saskia.meinders|nl de en
Arjun Menon|arjun.menon|ml en
Liv Kristoffersen|liv.kristoffersen|nb en
Stijn van Achterberg|stijn.vanachterberg|nl en
Beatriz Salgueiro|beatriz.salgueiro|gl es en
Rangi Te Whare|rangi.tewhare|mi en
Merel Hofman|merel.hofman|nl en
Zainab Yusuf|zainab.yusuf|ha en
Floris Tuinstra|floris.tuinstra|nl en
Irina Lazăr|irina.lazar|ro en
Jonas Østergaard|jonas.ostergaard|da en
Carmen Vidal i Puig|carmen.vidal|ca es en
Sietske Algra|sietske.algra|fy nl en
Max Rosenthal|max.rosenthal|de en
Ngozi Eze|ngozi.eze|ig en
Teun Boonstra|teun.boonstra|nl en
Léa Marchand|lea.marchand|fr en
Harpreet Gill|harpreet.gill|pa en
Eva Novotná|eva.novotna|cs en
Bashir Noorzai|bashir.noorzai|fa ps nl en
"""


def _read(line: str) -> Name:
    written, address, languages = line.split("|")
    return Name(written, address, tuple(languages.split()))


NAMES = tuple(_read(line) for line in _LINES.strip().splitlines())
